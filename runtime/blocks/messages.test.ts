/** What blocks say when sizes make no sense: the sentence, the place, the way out. */
import { describe, expect, it, vi } from 'vitest';
import { analyze } from '../compiler/analyze';
import type { ParamValue } from '../graph/document';
import { findBlock } from './registry';
import { exampleDocument, findProbe, SUBJECT } from './testing/probes';

vi.mock('./registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('./registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

/** The only problem of a block used so, with the labels of its fixes. */
function problemOf(
  id: string,
  params: Record<string, ParamValue>,
  inputs: Record<string, readonly number[]>,
) {
  const block = findBlock(id);
  if (!block) throw new Error(`no block ${id}`);
  const { diagnostics } = analyze(
    exampleDocument(block, { params, inputs, outputs: {}, parameters: 0 }),
  );
  expect(diagnostics).toHaveLength(1);
  const [{ message, hint, short, at, fixes = [] }] = diagnostics;
  expect(at.path).toBe(SUBJECT);
  for (const { edits } of fixes) expect(edits).toMatchObject([{ path: SUBJECT }]);
  return { message, hint, short, param: at.param, fixes: fixes.map(({ label }) => label) };
}

const square = { query: [1, 4, 500], key: [1, 4, 500], value: [1, 4, 500] };

describe('multi-head attention', () => {
  it('names the heads that fit next to those asked for', () => {
    expect(problemOf('multi-head-attention', { heads: 8 }, square)).toEqual({
      message: '8 heads do not divide the width d_model 500.',
      hint: 'Each head takes an equal share of the width. Set heads to 5 or 10, or change d_model.',
      short: '500 into 8 heads',
      param: 'heads',
      fixes: ['Set heads to 5', 'Set heads to 10'],
    });
  });

  it('tells keys and values of different lengths', () => {
    const lengths = { query: [1, 4, 8], key: [1, 5, 8], value: [1, 6, 8] };
    expect(problemOf('multi-head-attention', { heads: 2 }, lengths).message).toMatch(/5.*6|6.*5/);
  });
});

it('patch embedding: a picture that patches do not fill', () => {
  expect(problemOf('patch-embedding', { patch: 16 }, { image: [1, 30, 45, 1] })).toEqual({
    message: 'Patches of 16 x 16 do not fill a picture of height 30, width 45.',
    hint: 'The patch size must divide both sides: 15.',
    short: 'patches of 16 in 30 x 45',
    param: 'patch',
    fixes: ['Set patch size to 15'],
  });
});

it('take a token: one that is not there', () => {
  expect(problemOf('take-token', { index: 7 }, { x: [1, 5, 8] })).toEqual({
    message: 'There is no token 7: the sequence has 5, counted from 0.',
    hint: undefined,
    short: 'token 7 of 5',
    param: 'index',
    fixes: ['Set token to 4'],
  });
});

describe('windows', () => {
  const small = { x: [1, 3, 2, 1] };
  const hint = 'Take a smaller window or more padding, or shrink the picture less before.';

  it('a kernel larger than the picture', () => {
    expect(problemOf('conv2d', { kernel: 5, padding: 0 }, small)).toEqual({
      message: 'A window of 5 x 5 does not fit into height 3, width 2 with padding 0.',
      hint,
      short: '5 x 5 in 3 x 2',
      param: 'kernel',
      fixes: [],
    });
  });

  it('a dilated kernel, over sequences and volumes', () => {
    expect(problemOf('conv1d', { dilation: 3, padding: 1 }, { x: [2, 4, 3] })).toMatchObject({
      message: 'A window of 7 (3 with dilation 3) does not fit into tokens 4 with padding 1.',
      hint: 'Take a smaller window or more padding, or shrink the sequence less before.',
    });
    expect(problemOf('conv3d', { kernel: 4, padding: 0 }, { x: [1, 5, 4, 3, 2] })).toMatchObject({
      message: 'A window of 4 x 4 x 4 does not fit into depth 5, height 4, width 3 with padding 0.',
      short: '4 x 4 x 4 in 5 x 4 x 3',
    });
  });

  it('groups that do not divide channels and filters', () => {
    expect(problemOf('conv2d', { groups: 3, filters: 8 }, { x: [1, 5, 5, 12] })).toEqual({
      message: '3 groups do not divide 12 channels and 8 filters evenly.',
      hint: 'Each group takes an equal share of both: 2 or 4.',
      short: '12 and 8 into 3',
      param: 'groups',
      fixes: ['Set groups to 2', 'Set groups to 4'],
    });
  });

  it.each(['conv2d', 'depthwise-conv2d'])('%s: the size cannot stay with a stride', (id) => {
    expect(problemOf(id, { same: true, stride: 2 }, { x: [1, 6, 6, 2] })).toEqual({
      message: 'With stride 2 the size cannot stay.',
      hint: 'Set the stride to 1, or set the padding by hand.',
      short: 'stride 2',
      param: 'same',
      fixes: ['Set stride to 1', 'Set the padding by hand'],
    });
  });

  it('a transposed convolution: sizes that no stride leaves open, and nothing left', () => {
    expect(problemOf('conv-transpose2d', { output_padding: 2 }, small)).toMatchObject({
      message: 'Output padding 2 must be less than stride 2.',
      fixes: ['Set output padding to 1'],
    });
    expect(problemOf('conv-transpose3d', { padding: 3 }, { x: [1, 3, 2, 3, 1] })).toMatchObject({
      message: 'Padding 3 takes all of depth 3, height 2, width 3 away.',
      param: 'padding',
      fixes: ['Set padding to 0'],
    });
  });

  it.each(['max-pool', 'average-pool'])('%s: a window larger than the picture', (id) => {
    expect(problemOf(id, { size: 4 }, small)).toMatchObject({
      message: 'A window of 4 x 4 does not fit into height 3, width 2 with padding 0.',
      param: 'size',
    });
  });

  it.each(['max-pool', 'average-pool'])('%s: windows of nothing but padding', (id) => {
    expect(problemOf(id, { size: 3, padding: 2 }, { x: [1, 8, 8, 1] })).toEqual({
      message: 'Padding 2 is more than half of the window 3.',
      hint: 'Some windows would hold nothing but padding.',
      short: 'padding 2',
      param: 'padding',
      fixes: ['Set padding to 1'],
    });
  });
});

describe('attention-augmented convolution', () => {
  const sizes = { filters: 16, value_width: 4, key_width: 8, heads: 4 };
  const x = { x: [1, 6, 6, 3] };

  it('no channels left for the convolution', () => {
    expect(problemOf('aa-conv', { ...sizes, value_width: 16 }, x)).toMatchObject({
      message: 'The value width d_v 16 leaves none of the 16 channels to the convolution.',
      param: 'value_width',
    });
  });

  it('heads that do not divide a width', () => {
    expect(problemOf('aa-conv', { ...sizes, key_width: 10 }, x)).toEqual({
      message: '4 heads do not divide the key width d_k 10.',
      hint: 'Each head takes an equal share. Set heads to 2 or 5, or change the key width d_k.',
      short: '10 into 4 heads',
      param: 'key_width',
      fixes: ['Set heads to 2', 'Set heads to 5'],
    });
    expect(problemOf('aa-conv', { ...sizes, value_width: 6 }, x)).toMatchObject({
      message: '4 heads do not divide the value width d_v 6.',
      param: 'value_width',
    });
  });

  it('a map that attention cannot divide', () => {
    expect(problemOf('aa-conv', { ...sizes, stride: 2, pool: 2 }, x)).toEqual({
      message: 'Attention on every 4th row and column does not fit height 6, width 6.',
      hint: 'Stride times pool, 2 x 2, must divide both.',
      short: '6 x 6 by 4',
      param: 'pool',
      fixes: ['Set pool to 1'],
    });
    expect(problemOf('aa-conv', { ...sizes, stride: 4 }, x)).toMatchObject({
      param: 'stride',
      fixes: [],
    });
  });

  it('a convolution that changes the size', () => {
    expect(problemOf('aa-conv', { ...sizes, padding: 0 }, x)).toEqual({
      message:
        'With a kernel of 3 and padding 0 the convolution and attention give maps of different sizes.',
      hint: 'Attention gives height 6, width 6: padding 1 makes the convolution do the same.',
      short: 'kernel 3, padding 0',
      param: 'padding',
      fixes: ['Set padding to 1'],
    });
    expect(problemOf('aa-conv', { ...sizes, kernel: 2 }, x)).toMatchObject({
      param: 'kernel',
      fixes: ['Set kernel to 3'],
    });
  });
});

describe('attention over pictures', () => {
  const map = { x: [1, 6, 4, 8] };

  it('windows that do not fill the map, or shift too far', () => {
    expect(problemOf('swin-attention', { heads: 2, window: 3 }, map)).toEqual({
      message: 'Windows of 3 x 3 do not fill a map of height 6, width 4.',
      hint: 'The window must divide both sides: change it, or the size of the picture or of the patches.',
      short: '3 x 3 in 6 x 4',
      param: 'window',
      fixes: ['Set window to 2'],
    });
    expect(problemOf('swin-attention', { heads: 2, window: 2, shift: 2 }, map)).toMatchObject({
      message: 'A shift of 2 is not within a window of 2.',
      param: 'shift',
      fixes: ['Set shift to 1'],
    });
  });

  it('a neighbourhood without a middle, and a head that cannot be halved', () => {
    expect(problemOf('local-self-attention', { heads: 2, kernel: 4 }, map)).toMatchObject({
      message: 'A neighbourhood of 4 x 4 has no middle.',
      param: 'kernel',
      fixes: ['Set neighbourhood to 3', 'Set neighbourhood to 5'],
    });
    expect(problemOf('local-self-attention', { heads: 8 }, map)).toMatchObject({
      message: 'The channels of a head, 1, are an odd number.',
      param: 'heads',
    });
  });
});

it('add: two shapes, with the axis that differs', () => {
  expect(problemOf('add', {}, { a: [1, 65, 8], b: [1, 64, 8] }).short).toMatch(/64.*65|65.*64/);
});

describe('norms', () => {
  it('group norm: groups that do not divide the channels', () => {
    expect(problemOf('group-norm', { groups: 4 }, { x: [1, 3, 3, 10] })).toEqual({
      message: '4 groups do not divide 10 channels.',
      hint: 'Each group takes an equal share of the channels. Set groups to 2 or 5.',
      short: '10 into 4 groups',
      param: 'groups',
      fixes: ['Set groups to 2', 'Set groups to 5'],
    });
  });

  it.each([[[2, 5]], [[2, 1, 1, 5]]])('instance norm: one place a channel, %j', (x) => {
    expect(problemOf('instance-norm', {}, { x })).toMatchObject({
      message: 'Each channel has one place only, so nothing is left of it.',
      short: 'one place a channel',
    });
  });
});

describe('maps of tokens', () => {
  it('patch merging: an odd side', () => {
    expect(problemOf('patch-merging', {}, { x: [1, 5, 4, 3] })).toMatchObject({
      message: 'Squares of 2 x 2 do not fill a map of height 5, width 4.',
      short: '2 x 2 in 5 x 4',
    });
  });

  it('tokens to map: with the class token, and with rows that do not fit', () => {
    expect(problemOf('tokens-to-map', {}, { x: [1, 65, 3] })).toEqual({
      message: '65 tokens do not fill a square.',
      hint: 'Set rows to 5 or 13, or change the number of tokens; a class token has no place on a map.',
      short: '65 tokens, no square',
      param: 'rows',
      fixes: ['Set rows to 5', 'Set rows to 13'],
    });
    expect(problemOf('tokens-to-map', { rows: 4 }, { x: [1, 6, 3] })).toMatchObject({
      message: '6 tokens do not fill 4 rows.',
      fixes: ['Set rows to 3', 'Set rows to 6'],
    });
  });

  it('unpatchify: features that are no patch', () => {
    expect(problemOf('unpatchify', { patch: 4 }, { x: [1, 9, 27] })).toEqual({
      message: '27 features are not the pixels of a patch of 4 x 4.',
      hint: 'A token must hold 16 numbers for each channel: map it to a multiple of 16 first.',
      short: '27 in 4 x 4',
      param: 'patch',
      fixes: ['Set patch size to 3'],
    });
  });

  it('patches of a volume that they do not fill', () => {
    expect(problemOf('patch-embedding-3d', { patch: 4 }, { volume: [1, 8, 6, 8, 1] })).toEqual({
      message: 'Patches of 4 x 4 x 4 do not fill a volume of depth 8, height 6, width 8.',
      hint: 'The patch size must divide all sides: 2.',
      short: 'patches of 4 in 8 x 6 x 8',
      param: 'patch',
      fixes: ['Set patch size to 2'],
    });
  });
});

it('mask tokens: ids outside the vocabulary', () => {
  expect(problemOf('mask-tokens', { vocabulary: 10 }, { tokens: [1, 5] })).toMatchObject({
    message: 'The mask token 13 is not among the 10 tokens.',
    param: 'mask_id',
    fixes: ['Set mask id to 9'],
  });
  expect(
    problemOf('mask-tokens', { vocabulary: 10, mask_id: 9, first: 12 }, { tokens: [1, 5] }),
  ).toMatchObject({
    message: 'No content is left: it would begin at 12 of 10.',
    param: 'first',
    fixes: ['Set first id to 9'],
  });
});
