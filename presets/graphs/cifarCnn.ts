/**
 * A small convolutional network for pictures of 32 x 32, from left to right: two convolutions with
 * pooling make 7 x 7 places of 192 features. What follows either flattens them into one wide layer, or
 * lets each place look at all others once. Hyperparameters: image_size, classes.
 */
import type { GraphFragment } from '../../runtime/index';
import { type NodeSketch, sketch } from './sketch';

const conv = (filters: number, kernel: number, same: boolean): Omit<NodeSketch, 'at'> => ({
  block: 'conv2d',
  params: { filters, kernel, stride: 1, padding: 0, same, bias: true },
  label: `Convolution ${kernel} x ${kernel}`,
});
const relu: Omit<NodeSketch, 'at'> = { block: 'activation', label: 'ReLU' };
const pool: Omit<NodeSketch, 'at'> = {
  block: 'max-pool',
  params: { size: 2, stride: 2, padding: 0 },
};

type Wire = readonly [string, string];

/** Pictures to places: 896 + 18,496 + 49,344 parameters. */
const stem: Readonly<Record<string, NodeSketch>> = {
  image: {
    block: 'image-input',
    at: [0, -28],
    params: { height: 'image_size', width: 'image_size', channels: 3 },
  },
  'conv-1': { ...conv(32, 3, true), at: [216, -28] },
  'relu-1': { ...relu, at: [432, -28] },
  'pool-1': { ...pool, at: [648, -28] },
  'conv-2': { ...conv(64, 3, true), at: [864, -28] },
  'relu-2': { ...relu, at: [1080, -28] },
  'pool-2': { ...pool, at: [1296, -28] },
  'conv-3': { ...conv(192, 2, false), at: [1512, -28] },
  'relu-3': { ...relu, at: [1728, -28] },
};

const stemWires: readonly Wire[] = [
  ['image.image', 'conv-1.x'],
  ['conv-1.y', 'relu-1.x'],
  ['relu-1.y', 'pool-1.x'],
  ['pool-1.y', 'conv-2.x'],
  ['conv-2.y', 'relu-2.x'],
  ['relu-2.y', 'pool-2.x'],
  ['pool-2.y', 'conv-3.x'],
  ['conv-3.y', 'relu-3.x'],
];

/** From features to the answer, beginning at `x`. */
function head(x: number, units: number): Readonly<Record<string, NodeSketch>> {
  return {
    flatten: { block: 'flatten', at: [x, -16] },
    dense: { block: 'linear', at: [x + 216, -28], params: { units } },
    'dense-relu': { ...relu, at: [x + 432, -28] },
    head: { block: 'linear', at: [x + 648, -28], params: { units: 'classes' } },
    output: { block: 'class-output', at: [x + 864, -28], label: 'Class' },
    labels: { block: 'label-input', at: [x + 648, 152], params: { classes: 'classes' } },
    loss: { block: 'cross-entropy', at: [x + 864, 108] },
  };
}

const headWires: readonly Wire[] = [
  ['flatten.y', 'dense.x'],
  ['dense.y', 'dense-relu.x'],
  ['dense-relu.y', 'head.x'],
  ['head.y', 'output.logits'],
  ['head.y', 'loss.logits'],
  ['labels.labels', 'loss.labels'],
];

/** 7 x 7 x 192 numbers, flattened into a dense layer of 256. */
export function withoutAttention(): GraphFragment {
  return sketch({ ...stem, ...head(1944, 256) }, [
    ...stemWires,
    ['relu-3.y', 'flatten.x'],
    ...headWires,
  ]);
}

/** 49 tokens of 192: one head of attention, 64 wide, then a dense layer of 128. */
export function withAttention(): GraphFragment {
  const map = (label: string, y: number): NodeSketch => ({
    block: 'linear',
    at: [2160, y],
    params: { units: 64 },
    label,
  });
  return sketch(
    {
      ...stem,
      tokens: { block: 'map-to-tokens', at: [1944, -16] },
      query: map('Query', -156),
      'query-relu': { ...relu, at: [2376, -156] },
      key: map('Key', -28),
      'key-relu': { ...relu, at: [2376, -28] },
      value: map('Value', 100),
      attention: {
        block: 'multiplicative-attention',
        at: [2592, -40],
        params: { score: 'scaled' },
        label: 'Attention, one head',
      },
      ...head(2808, 128),
    },
    [
      ...stemWires,
      ['relu-3.y', 'tokens.x'],
      ['tokens.y', 'query.x'],
      ['tokens.y', 'key.x'],
      ['tokens.y', 'value.x'],
      ['query.y', 'query-relu.x'],
      ['key.y', 'key-relu.x'],
      ['query-relu.y', 'attention.query'],
      ['key-relu.y', 'attention.key'],
      ['value.y', 'attention.value'],
      ['attention.y', 'flatten.x'],
      ...headWires,
    ],
  );
}
