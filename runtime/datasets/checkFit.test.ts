import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fix } from '../graph/diagnostics';
import type { Adaptation } from './adaptPictures';
import { checkFit } from './checkFit';
import { datasets, findDataset } from './registry';
import type { DatasetInfo, Field, InputNeed } from './types';

function dataOf(title: string, fields: Readonly<Record<string, Field>>): DatasetInfo {
  return { ...(findDataset('mnist') as DatasetInfo), title, fields: () => fields };
}

const fashion = findDataset('fashion-mnist') as DatasetInfo;

const picture = (shape: readonly number[], path = 'image'): InputNeed => ({
  path,
  role: 'image',
  field: 'image',
  shape,
  params: ['height', 'width', 'channels'],
});
const label = (classes: number): InputNeed => ({
  path: 'label',
  role: 'labels',
  field: 'label',
  shape: [],
  vocabulary: classes,
  params: ['classes'],
});
const tokens = (length: number, vocabulary: number, tokenizer?: string): InputNeed => ({
  path: 'text',
  role: 'tokens',
  field: 'source',
  shape: [length],
  vocabulary,
  tokenizer,
  params: ['tokens', 'vocabulary', 'tokenizer'],
});
const sequence = (axes: readonly string[], shape: readonly number[]): InputNeed => ({
  path: 'sound',
  role: 'sequence',
  field: 'sequence',
  shape,
  axes,
  params: axes,
});
const text = dataOf('Sentences', {
  source: { kind: 'tokens', length: 9, vocabulary: 13, tokenizer: 'digits' },
});
const sounds = dataOf('Sounds', {
  sequence: { kind: 'numbers', shape: [4, 2] },
  label: { kind: 'class', classes: 3, labels: '' },
});

/** The needs and the experiment after a fix, as the editor would make it. */
function afterFix(
  needs: readonly InputNeed[],
  experiment: Adaptation,
  { edits }: Fix,
): { needs: InputNeed[]; experiment: Adaptation } {
  const changed = needs.map((need) => ({ ...need }));
  let settings = experiment;
  for (const edit of edits) {
    if (edit.kind === 'setExperiment') settings = { ...settings, ...edit.part };
    if (edit.kind !== 'setParam') continue;
    const need = changed.find(({ path }) => path === edit.path);
    if (!need) throw new Error(edit.path);
    expect(need.params).toContain(edit.param);
    const names =
      need.role === 'image' ? ['height', 'width', 'channels'] : (need.axes ?? ['tokens']);
    const axis = names.indexOf(edit.param);
    if (edit.param === 'tokenizer') need.tokenizer = String(edit.value);
    else if (axis < 0) need.vocabulary = Number(edit.value);
    else need.shape = need.shape.map((size, at) => (at === axis ? Number(edit.value) : size));
  }
  return { needs: changed, experiment: settings };
}

type Told = readonly [message: string, ...labels: string[]];

const told = (
  data: DatasetInfo,
  needs: readonly InputNeed[],
  experiment: Adaptation = {},
): Told[] =>
  checkFit(data, needs, experiment, datasets).map(({ message, fixes = [] }) => [
    message,
    ...fixes.map(({ label }) => label),
  ]);

describe('checkFit', () => {
  it('says nothing where all fits, and where more classes or tokens are known than there are', () => {
    expect(told(fashion, [picture([28, 28, 1]), label(10)])).toEqual([]);
    expect(told(fashion, [picture([28, 28, 1]), label(1000)])).toEqual([]);
    expect(told(text, [tokens(9, 20, 'digits')])).toEqual([]);
    expect(told(text, [{ ...tokens(9, 13), vocabulary: undefined }])).toEqual([]);
    expect(told(sounds, [sequence(['tokens', 'features'], [4, 2])])).toEqual([]);
  });

  it('is about the training, at the input, with what to do', () => {
    const [diagnostic] = checkFit(fashion, [picture([32, 28, 1], 'in/image')], {});
    expect(diagnostic).toMatchObject({
      code: 'train/data',
      severity: 'error',
      hint: 'Change the sizes of this block, or choose another data set.',
      at: { path: 'in/image' },
    });
  });

  it.each<[string, InputNeed, Told]>([
    [
      'sizes',
      picture([32, 32, 1]),
      [
        'This block takes height 32, width 32, channels 1; Fashion-MNIST has 28, 28, 1.',
        'Resize the pictures to 32 x 32',
        'Change the block to 28 x 28 x 1',
      ],
    ],
    [
      'colours',
      picture([28, 28, 3]),
      [
        'This block takes height 28, width 28, channels 3; Fashion-MNIST has 28, 28, 1.',
        'Turn the pictures into RGB',
        'Change the block to 28 x 28 x 1',
      ],
    ],
    [
      'both',
      picture([32, 32, 3]),
      [
        'This block takes height 32, width 32, channels 3; Fashion-MNIST has 28, 28, 1.',
        'Resize the pictures to 32 x 32 and turn them into RGB',
        'Change the block to 28 x 28 x 1',
      ],
    ],
    [
      'channels that nothing can be turned into',
      picture([28, 28, 4]),
      [
        'This block takes height 28, width 28, channels 4; Fashion-MNIST has 28, 28, 1.',
        'Change the block to 28 x 28 x 1',
      ],
    ],
    [
      'classes',
      label(5),
      ['This block knows 5 classes; Fashion-MNIST has 10.', 'Set classes to 10'],
    ],
    [
      'something that the data lacks',
      { ...tokens(9, 13), params: [] },
      ['This block asks for "source"; Fashion-MNIST has image, label.', 'Use Reverse the digits'],
    ],
  ])('tells of %s', (_, need, expected) => {
    expect(told(fashion, [need])).toEqual([expected]);
  });

  it('turns colours into grey', () => {
    const cifar = findDataset('cifar10-small') as DatasetInfo;
    expect(told(cifar, [picture([32, 32, 1])])).toEqual([
      [
        'This block takes height 32, width 32, channels 1; CIFAR-10 has 32, 32, 3.',
        'Turn the pictures into grey',
        'Change the block to 32 x 32 x 3',
      ],
    ]);
  });

  it.each<[string, InputNeed, Told]>([
    [
      'a length',
      tokens(8, 13, 'digits'),
      ['This block takes tokens 8; Sentences has 9.', 'Set tokens to 9'],
    ],
    [
      'a vocabulary',
      tokens(9, 5, 'digits'),
      ['This block takes vocabulary 5; Sentences has 13.', 'Set vocabulary to 13'],
    ],
    [
      'both',
      tokens(8, 5, 'digits'),
      [
        'This block takes tokens 8, vocabulary 5; Sentences has 9, 13.',
        'Set tokens to 9 and vocabulary to 13',
      ],
    ],
    [
      'a tokenizer',
      tokens(9, 13, 'words'),
      [
        'This block cuts a text into words, and the data is in digits: choose that tokenizer.',
        'Set tokenizer to digits',
      ],
    ],
    [
      'everything',
      tokens(8, 5, 'words'),
      [
        'This block takes tokens 8, vocabulary 5; Sentences has 9, 13.',
        'Set tokens to 9, vocabulary to 13 and tokenizer to digits',
      ],
    ],
    [
      'a picture of tokens',
      { ...tokens(9, 13), shape: [3, 3] },
      ['This block takes 3, 3; Sentences has 9 tokens.'],
    ],
  ])('tells of tokens with %s', (_, need, expected) => {
    expect(told(text, [need])).toEqual([expected]);
  });

  it('tells of numbers, by the names of their axes', () => {
    expect(told(sounds, [sequence(['tokens', 'features'], [5, 2])])).toEqual([
      [
        'This block takes tokens 5, features 2; Sounds has 4, 2.',
        'Change the block to tokens 4, features 2',
      ],
    ]);
    expect(told(sounds, [sequence(['tokens', 'height', 'width'], [4, 2, 1])])).toEqual([
      ['This block takes tokens 4, height 2, width 1; Sounds has 4, 2.'],
    ]);
    expect(told(sounds, [{ ...label(2), shape: [4] }])).toEqual([
      ['This block takes 4; Sounds has one class for each example.'],
    ]);
  });

  it('tells of boxes of too few kinds', () => {
    const boxes = findDataset('digit-boxes') as DatasetInfo;
    const labels: InputNeed = { ...label(4), field: 'boxLabels', shape: [6] };
    expect(
      told(boxes, [picture([48, 48, 1]), { ...labels, params: ['objects', 'classes'] }]),
    ).toEqual([['This block knows 4 classes; Find the digits has 10.', 'Set classes to 10']]);
  });

  it('offers a data set only where one fits all inputs', () => {
    const [diagnostic] = checkFit(
      fashion,
      [picture([28, 28, 1]), { ...tokens(9, 13), params: [] }],
      {},
      datasets,
    );
    expect(diagnostic.fixes).toEqual([]);
  });

  it('offers no change of a parameter that the block does not have', () => {
    expect(told(fashion, [{ ...picture([32, 32, 1]), params: [] }])).toEqual([
      [expect.any(String), 'Resize the pictures to 32 x 32'],
    ]);
    expect(told(text, [{ ...tokens(8, 13), params: undefined }])).toEqual([[expect.any(String)]]);
  });

  it('takes what the experiment allows for granted', () => {
    const both = { resizeImages: true, convertChannels: true };
    expect(told(fashion, [picture([64, 32, 3])], both)).toEqual([]);
    expect(told(fashion, [picture([64, 32, 1])], { resizeImages: true })).toEqual([]);
    expect(told(fashion, [picture([32, 32, 3])], { resizeImages: true })).toEqual([
      [
        'This block takes height 32, width 32, channels 3; Fashion-MNIST has 28, 28, 1.',
        'Turn the pictures into RGB',
        'Change the block to 32 x 32 x 1',
      ],
    ]);
  });

  it('resizes for the first input alone: a second one must have its sizes', () => {
    const needs = [picture([32, 32, 1], 'a'), picture([64, 64, 1], 'b')];
    expect(told(fashion, needs, { resizeImages: true })).toEqual([
      [
        'This block takes height 64, width 64, channels 1; Fashion-MNIST has 28, 28, 1.',
        'Change the block to 32 x 32 x 1',
      ],
    ]);
  });

  it('offers fixes that make everything fit when one of each problem is made', () => {
    const size = fc.integer({ min: 1, max: 40 });
    const needs = fc.oneof(
      fc
        .tuple(size, size, fc.constantFrom(1, 3, 4), fc.integer({ min: 2, max: 12 }))
        .map(([height, width, channels, classes]) => ({
          data: fashion,
          needs: [picture([height, width, channels]), label(classes)],
        })),
      fc.tuple(size, size, fc.constantFrom('digits', 'words')).map(([length, vocabulary, id]) => ({
        data: text,
        needs: [tokens(length, vocabulary, id)],
      })),
      fc.tuple(size, size, size).map(([length, features, classes]) => ({
        data: sounds,
        needs: [sequence(['tokens', 'features'], [length, features]), label(classes)],
      })),
    );
    fc.assert(
      fc.property(
        needs,
        fc.record({ resizeImages: fc.boolean(), convertChannels: fc.boolean() }),
        fc.nat(),
        ({ data, needs: asked }, allowed, pick) => {
          let state = { needs: asked as InputNeed[], experiment: allowed as Adaptation };
          for (let round = 0; round < 4; round++) {
            const [problem] = checkFit(data, state.needs, state.experiment);
            if (!problem) return true;
            const fixes = problem.fixes ?? [];
            expect(fixes.length).toBeGreaterThan(0);
            const before = checkFit(data, state.needs, state.experiment).length;
            state = afterFix(state.needs, state.experiment, fixes[pick % fixes.length]);
            expect(checkFit(data, state.needs, state.experiment)).toHaveLength(before - 1);
          }
          return checkFit(data, state.needs, state.experiment).length === 0;
        },
      ),
    );
  });
});
