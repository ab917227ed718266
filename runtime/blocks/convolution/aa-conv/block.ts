/** A convolution beside self-attention over the same map. Bello et al. 2019, section 3. */
import { defineBlock, flag, int } from '../../define';
import { convolution } from '../../shared/convolution';
import { mergeHeads, scaledScores, splitHeads } from '../../shared/heads';
import { linear } from '../../shared/linear';
import { bello2019 } from '../../shared/papers';
import { bilinear, resample } from '../../shared/resample';
import { checkAttention } from './checkAttention';
import { addRelativeLogits } from './relativeLogits';

export default defineBlock({
  id: 'aa-conv',
  title: 'Attention-augmented convolution',
  family: 'convolution',
  icon: 'ScanEye',
  docs: {
    summary:
      'Part of its channels come from a convolution, which sees the neighbourhood, the rest from attention, with which every place sees the whole map. Attention knows how far apart two places are, in rows and in columns.',
    formula: String.raw`\mathrm{AAConv}(X) = [\mathrm{Conv}(X); \mathrm{MHA}(X)], \quad \mathrm{head} = \mathrm{softmax}\!\left(\frac{QK^\top + S_H^{rel} + S_W^{rel}}{\sqrt{d_k^h}}\right) V`,
    paper: { ...bello2019, where: 'sections 3.1 and 3.2, equations 2 to 5; appendix A.4' },
    pytorch: 'torch.cat([conv(x), attention(x)], dim=1)',
    keras: 'keras.layers.Concatenate()([conv(x), attention(x)])',
  },
  inputs: { x: { axes: 'batch height width in_channels' } },
  outputs: {
    y: { axes: 'batch height width channels' },
    weights: {
      axes: 'batch heads tokens source',
      doc: 'How much each place looks at each other, row by row from the top left.',
    },
  },
  params: {
    filters: int({
      label: 'Channels',
      doc: 'Channels that come out, of both parts together.',
      default: 32,
      min: 2,
      max: 8192,
      unit: 'channels',
    }),
    value_width: int({
      label: 'Value width',
      doc: 'How many of the channels come from attention.',
      default: 8,
      min: 1,
      max: 4096,
      symbol: 'd_v',
      unit: 'channels',
    }),
    key_width: int({
      label: 'Key width',
      doc: 'Of queries and keys, all heads together.',
      default: 16,
      min: 1,
      max: 8192,
      symbol: 'd_k',
      unit: 'channels',
    }),
    heads: int({ label: 'Heads', default: 4, min: 1, max: 256, symbol: 'N_h' }),
    kernel: int({
      label: 'Kernel',
      doc: 'Side of the square that a filter of the convolution sees.',
      default: 3,
      min: 1,
      max: 31,
      symbol: 'k',
      unit: 'pixels',
    }),
    stride: int({
      label: 'Stride',
      doc: 'Step of the convolution; attention runs on the map averaged to the same size.',
      default: 1,
      min: 1,
      max: 32,
      unit: 'pixels',
    }),
    padding: int({
      label: 'Padding',
      doc: 'Zeros on each side for the convolution: half of the kernel, so that it keeps the size.',
      default: 1,
      min: 0,
      max: 32,
      unit: 'pixels',
    }),
    pool: int({
      label: 'Pool for attention',
      doc: 'Averages the map once more before attention and enlarges the result again: 2 needs a sixteenth of the memory.',
      default: 1,
      min: 1,
      max: 32,
      unit: 'pixels',
    }),
    relative: flag({
      label: 'Relative positions',
      doc: 'Adds what a distance in rows and in columns is worth.',
      default: true,
    }),
    bias: flag({ label: 'Bias', doc: 'Not needed in front of a batch norm.', default: true }),
  },
  examples: [
    {
      params: { filters: 12, value_width: 4, key_width: 8, heads: 2, bias: false },
      inputs: { x: [2, 4, 6, 5] },
      outputs: { y: [2, 4, 6, 12], weights: [2, 2, 24, 24] },
      // 3*3*5*8 + 5*(8+8+4) + 4*4 + (7+11)*4
      parameters: 548,
    },
    {
      params: { filters: 6, value_width: 2, key_width: 4, heads: 2, stride: 2, pool: 2 },
      inputs: { x: [1, 8, 8, 3] },
      outputs: { y: [1, 4, 4, 6], weights: [1, 2, 4, 4] },
      // 3*3*3*4+4 + 3*10+10 + 2*2+2 + (3+3)*2
      parameters: 170,
    },
    {
      params: { filters: 6, value_width: 2, key_width: 4, heads: 1, relative: false, bias: false },
      inputs: { x: [1, 3, 3, 2] },
      outputs: { y: [1, 3, 3, 6], weights: [1, 1, 9, 9] },
      parameters: 96,
    },
  ],
  build: (b, { x }, params) => {
    const { filters, value_width, key_width, heads, kernel, stride, padding, relative, bias } =
      params;
    checkAttention(b, x, params);
    const local = convolution(
      b,
      x,
      'convolution/',
      filters - value_width,
      { size: kernel, stride, padding },
      bias,
    );

    const factor = stride * params.pool;
    const square = [factor, factor];
    const small =
      factor === 1 ? x : b.avgPool([x], { size: square, strides: square, padding: [0, 0, 0, 0] });
    const [batch, rows, columns, channels] = small.shape;
    const places = b.reshape([small], { shape: [batch, rows * columns, channels] });
    const joint = linear(b, places, 'qkv', 2 * key_width + value_width, { bias });
    const part = (begin: number, size: number) =>
      splitHeads(
        b,
        b.slice([joint], { begin: [0, 0, begin], size: [batch, rows * columns, size] }),
        heads,
      );
    const query = part(0, key_width); // [B, h, places, d_k / h]
    const key = part(key_width, key_width);
    const value = part(2 * key_width, value_width);
    const products = scaledScores(b, query, key); // [B, h, places, places]
    const scores = relative ? addRelativeLogits(b, products, query, rows, columns) : products;
    const weights = b.softmax([scores]);
    const mixed = mergeHeads(b, b.matmul([weights, value])); // [B, places, d_v]
    const projected = linear(b, mixed, 'output', value_width, { bias });
    const map = b.reshape([projected], { shape: [batch, rows, columns, value_width] });
    const global = resample(b, map, local.shape[1], local.shape[2], bilinear);
    return { y: b.concat([local, global], { axis: 3 }), weights };
  },
});
