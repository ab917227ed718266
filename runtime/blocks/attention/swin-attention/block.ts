/** Attention within windows of a map, shifted or not: W-MSA and SW-MSA. Liu et al. 2021 (Swin), 3.2. */
import { defineBlock, flag, float, int } from '../../define';
import { dropout } from '../../shared/dropout';
import { checkHeads, mergeHeads, scaledScores } from '../../shared/heads';
import { linear } from '../../shared/linear';
import { liu2021 } from '../../shared/papers';
import { visionStart } from '../../shared/starts';
import { fitWindow } from './fitWindow';
import { hideStrangers, relativeBias } from './scores';
import { joinWindows, splitWindows } from './windows';

export default defineBlock({
  id: 'swin-attention',
  title: 'Window attention',
  family: 'attention',
  icon: 'LayoutGrid',
  advanced: true,
  docs: {
    summary:
      'Cuts a map into windows, and each place looks at its own window only. The next layer shifts the windows by half, so that neighbours across a border meet. The cost grows with the size of the picture, not with its square.',
    alsoCalled: ['W-MSA', 'SW-MSA', 'Swin', 'shifted window'],
    formula: String.raw`\mathrm{head} = \mathrm{softmax}\!\left(\frac{QK^\top}{\sqrt{d}} + B\right) V, \quad Q, K, V \in \mathbb{R}^{M^2 \times d}`,
    paper: { ...liu2021, where: 'section 3.2, equation 4, figures 2 and 4' },
    pytorch:
      'torchvision.models.swin_transformer.ShiftedWindowAttention(dim, [window, window], [shift, shift], heads)(x)',
    keras: 'keras.ops.roll(x, -shift), windows, keras.layers.MultiHeadAttention, and back',
  },
  inputs: { x: { axes: 'batch height width channels' } },
  outputs: {
    y: { axes: 'batch height width channels' },
    weights: {
      axes: 'windows heads tokens source',
      doc: 'How much each place of a window looks at each other; window after window, row by row.',
    },
  },
  params: {
    heads: int({ label: 'Heads', default: 3, min: 1, max: 256, symbol: 'h' }),
    window: int({
      label: 'Window',
      doc: 'Its side. A map that is no larger is one window.',
      default: 7,
      min: 1,
      max: 64,
      symbol: 'M',
      unit: 'places',
    }),
    shift: int({
      label: 'Shift',
      doc: '0: W-MSA. Half a window, rounded down: SW-MSA, in every other layer.',
      default: 0,
      min: 0,
      max: 63,
      unit: 'places',
    }),
    bias: flag({ label: 'Bias of Q, K, V', default: true }),
    dropout: float({
      label: 'Dropout of weights',
      doc: 'Share of attention weights dropped in training.',
      default: 0,
      min: 0,
      max: 0.95,
    }),
  },
  examples: [
    {
      params: { heads: 2, window: 2 },
      inputs: { x: [2, 4, 6, 8] },
      outputs: { y: [2, 4, 6, 8], weights: [12, 2, 4, 4] },
      // 8 * 24 + 24 + 8 * 8 + 8 + 3 * 3 * 2
      parameters: 306,
    },
    {
      params: { heads: 1, window: 3, shift: 1, bias: false, dropout: 0.1 },
      inputs: { x: [1, 6, 3, 4] },
      outputs: { y: [1, 6, 3, 4], weights: [2, 1, 9, 9] },
      // 4 * 12 + 4 * 4 + 4 + 5 * 5
      parameters: 93,
    },
    {
      // 4 C^2 + 4 C, and 169 numbers for each head.
      inputs: { x: [1, 7, 7, 12] },
      outputs: { y: [1, 7, 7, 12], weights: [1, 3, 49, 49] },
      parameters: 1131,
    },
  ],
  build: (b, { x }, params) => {
    const { heads, bias, dropout: rate } = params;
    const [, height, width, channels] = x.shape;
    checkHeads(b, channels, heads);
    const { window, shift } = fitWindow(b, height, width, params.window, params.shift);
    const initializer = visionStart;
    const places = splitWindows(b, x, window, shift); // [B windows, M M, C]
    const [count, tokens] = places.shape;
    const joint = linear(b, places, 'qkv', 3 * channels, { bias, initializer });
    const split = b.reshape([joint], { shape: [count, tokens, 3 * heads, channels / heads] });
    const all = b.transpose([split], { perm: [0, 2, 1, 3] }); // [B windows, 3 h, M M, d]
    const part = (index: number) =>
      b.slice([all], {
        begin: [0, index * heads, 0, 0],
        size: [count, heads, tokens, channels / heads],
      });
    const products = scaledScores(b, part(0), part(1)); // [B windows, h, M M, M M]
    const scores = b.add([products, relativeBias(b, window, heads)]);
    const weights = b.softmax([
      shift === 0 ? scores : hideStrangers(b, scores, height, width, window, shift),
    ]);
    const mixed = mergeHeads(b, b.matmul([dropout(b, weights, rate, 'weights'), part(2)]));
    const y = linear(b, mixed, 'proj', channels, { bias: true, initializer });
    return { y: joinWindows(b, y, x.shape, window, shift), weights };
  },
});
