/** Runs on numbers that a user gives: sequences, volumes, and what is wrong with them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset, Split } from '../datasets/types';
import { createRandom } from '../graph/random';
import type { InputData, RunResult, RuntimeApi } from '../protocol';
import { documentOf } from './testing/documents';
import { experiment, startSession, trainOn } from './testing/startSession';

let session: RuntimeApi;
beforeAll(async () => {
  session = await startSession('wasm');
});
afterAll(() => session.dispose());

const tensor = (shape: readonly number[], data = countUp(shape)): InputData => ({
  kind: 'tensor',
  data,
  shape,
});
const countUp = (shape: readonly number[]) =>
  Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);

const sequence = documentOf(
  {
    x: ['sequence-input', { tokens: 3, features: 2 }],
    twice: ['add'],
    out: ['value-output'],
  },
  ['x.sequence > twice.a', 'x.sequence > twice.b', 'twice.y > out.x'],
);
const volume = documentOf(
  {
    x: ['volume-input', { depth: 2, height: 1, width: 2, channels: 3 }],
    flat: ['flatten'],
    out: ['value-output'],
  },
  ['x.volume > flat.x', 'flat.y > out.x'],
);

const run = (document: typeof sequence, inputs: Readonly<Record<string, InputData>>) =>
  session.run({ document, inputs, taps: [] });

function answerOf({ outputs }: RunResult): number[] {
  const [output] = outputs;
  if (output.kind !== 'value') throw new Error(output.kind);
  return Array.from(output.value.data);
}

describe('numbers', () => {
  it.each([
    ['as they are', [3, 2]],
    ['with a batch of one', [1, 3, 2]],
    ['in one row', [6]],
  ])('are taken %s', async (_, shape) => {
    const result = await run(sequence, { x: tensor(shape) });
    if (!result.ok) throw new Error(result.diagnostics[0].message);
    expect(answerOf(result.value)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(result.value.seen.x).toEqual({
      kind: 'tensor',
      shape: [3, 2],
      axes: ['tokens', 'features'],
      data: countUp([6]),
    });
  });

  it('fill a volume', async () => {
    const result = await run(volume, { x: tensor([2, 1, 2, 3]) });
    if (!result.ok) throw new Error(result.diagnostics[0].message);
    expect(answerOf(result.value)).toEqual(Array.from(countUp([12])));
  });

  it.each<[string, InputData | undefined, string]>([
    ['none', undefined, 'Nothing is fed to this input.'],
    ['too many steps', tensor([4, 2]), 'Tokens is 4 here; this input takes tokens 3, features 2.'],
    [
      'too few in a row',
      tensor([5]),
      'These are 5 numbers; this input takes tokens 3, features 2, 6 in all.',
    ],
    [
      'another number of axes',
      tensor([1, 1, 3, 2]),
      'These numbers have 4 axes; this input takes tokens 3, features 2.',
    ],
    [
      'a shape that they do not fill',
      tensor([3, 2], countUp([5])),
      'These are 5 numbers for a shape of 3 x 2.',
    ],
    [
      'an empty place',
      tensor([3, 2], Float32Array.of(0, 1, Number.NaN, 3, 4, 5)),
      'Some of these numbers are missing or infinite.',
    ],
    ['a text', { kind: 'text', text: '1 2 3' }, 'This input takes numbers.'],
  ])('are told what is wrong with them: %s', async (_, data, message) => {
    const result = await run(sequence, data ? { x: data } : {});
    expect(result.ok).toBe(false);
    expect(result.diagnostics).toMatchObject([{ code: 'run/input', message, at: { path: 'x' } }]);
  });
});

describe('a graph without inputs', () => {
  it('runs on constants and noise; two noises differ, two runs do not', async () => {
    const size = { first: 4, second: 3 };
    const document = documentOf(
      {
        one: ['constant', { value: 1, ...size }],
        a: ['noise', size],
        b: ['noise', { distribution: 'uniform', ...size }],
        c: ['noise', { distribution: 'uniform', ...size }],
        sum: ['add'],
        out: ['value-output'],
        first: ['value-output'],
        second: ['value-output'],
      },
      ['one.y > sum.a', 'a.y > sum.b', 'sum.y > out.x', 'b.y > first.x', 'c.y > second.x'],
    );
    const request = { document, inputs: {}, taps: ['one.y', 'a.y', 'sum.y', 'b.y', 'c.y'] };
    const results = [await session.run(request), await session.run(request)];
    const [first, second] = results.map((result) => {
      if (!result.ok) throw new Error(result.diagnostics[0].message);
      return result.value.taps;
    });
    expect(second).toEqual(first);
    expect(first['one.y'].data).toEqual(new Float32Array(12).fill(1));
    expect(first['sum.y'].data).toEqual(first['a.y'].data.map((value) => value + 1));
    expect(first['b.y'].data).not.toEqual(first['c.y'].data);
    expect(first['b.y'].data.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(first['a.y'].shape).toEqual([1, 4, 3]);
  });
});

/** Which of two features is larger on average over four steps. */
function comparisons(size: number): Split {
  return {
    size,
    batch(indices) {
      const random = indices.map((index) => createRandom('comparisons').fork(String(index)));
      const label = Int32Array.from(indices, (index) => index % 2);
      const sequence = Float32Array.from({ length: indices.length * 8 }, (_, i) => {
        const row = Math.floor(i / 8);
        return random[row].normal() + (i % 2 === label[row] ? 1 : -1);
      });
      return { sequence, label };
    },
  };
}

const compared: Dataset = {
  id: 'comparisons',
  title: 'Comparisons',
  fields: {
    sequence: { kind: 'numbers', shape: [4, 2] },
    label: { kind: 'class', classes: 2, labels: 'none' },
  },
  train: comparisons(64),
  validation: comparisons(16),
  test: comparisons(40),
};

describe('a data set of sequences', () => {
  const classifier = (tokens: number) =>
    documentOf(
      {
        x: ['sequence-input', { tokens, features: 2 }],
        mean: ['mean-pool-tokens'],
        logits: ['linear', { units: 2 }],
        out: ['class-output', { names: 'none' }],
        label: ['label-input', { classes: 2 }],
        loss: ['cross-entropy'],
      },
      [
        'x.sequence > mean.x',
        'mean.y > logits.x',
        'logits.y > out.logits',
        'logits.y > loss.logits',
        'label.labels > loss.labels',
      ],
    );
  const settings = { ...experiment, dataset: 'comparisons', steps: 30 };
  const dataset = async () => compared;

  it('is learned, and its examples are run on', async () => {
    const trainer = await startSession('wasm', dataset);
    const document = { ...classifier(4), experiment: settings };
    const { summary } = await trainOn(trainer, document, settings);
    expect(summary.test?.metric.value).toBeGreaterThan(0.8);
    const inputs = { x: { kind: 'sample', index: 1 } } as const;
    const result = await trainer.run({ document, inputs, taps: [] });
    if (!result.ok) throw new Error(result.diagnostics[0].message);
    expect(result.value.seen.x).toMatchObject({ kind: 'tensor', shape: [4, 2] });
    await trainer.dispose();
  });

  it('is told where it does not fit', async () => {
    const trainer = await startSession('wasm', dataset);
    const request = { document: classifier(5), experiment: settings, resume: false };
    expect(await trainer.train(request, () => {})).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: 'train/data',
          message: 'This block takes tokens 5, features 2; Comparisons has 4, 2.',
          at: { path: 'x' },
        },
      ],
    });
    await trainer.dispose();
  });
});
