/** Four neighbouring places become one, with twice the channels. Liu et al. 2021 (Swin), section 3.1. */
import { defineBlock, float } from '../../define';
import { layerNorm } from '../../shared/layerNorm';
import { linear } from '../../shared/linear';
import { liu2021 } from '../../shared/papers';
import { visionStart } from '../../shared/starts';

export default defineBlock({
  id: 'patch-merging',
  title: 'Patch merging',
  family: 'inputs',
  icon: 'Shrink',
  advanced: true,
  docs: {
    summary:
      'Joins each square of 2 x 2 places into one with four times the channels, normalizes it, and maps it to twice the channels: the map gets coarser and richer, as in a convolutional network.',
    formula: String.raw`y = W \, \mathrm{LN}([x_{00}; x_{10}; x_{01}; x_{11}]), \quad W \in \mathbb{R}^{2C \times 4C}`,
    paper: { ...liu2021, where: 'section 3.1, figure 3' },
    pytorch: 'nn.Linear(4 * channels, 2 * channels, bias=False)(nn.LayerNorm(4 * channels)(x))',
    keras:
      'keras.layers.Dense(2 * channels, use_bias=False)(keras.layers.LayerNormalization(epsilon=1e-5)(x))',
  },
  inputs: { x: { axes: 'batch height width channels' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: {
    epsilon: float({
      label: 'Epsilon',
      doc: 'Added to the variance, against division by zero.',
      default: 1e-5,
      min: 1e-12,
      max: 0.1,
    }),
  },
  examples: [
    // 2 * 4 C + 4 C * 2 C
    { inputs: { x: [2, 4, 6, 3] }, outputs: { y: [2, 2, 3, 6] }, parameters: 96 },
    { inputs: { x: [1, 2, 2, 96] }, outputs: { y: [1, 1, 1, 192] }, parameters: 74_496 },
  ],
  build: (b, { x }, { epsilon }) => {
    const [batch, height, width, channels] = x.shape;
    if (height % 2 !== 0 || width % 2 !== 0) {
      b.fail(
        'shape/indivisible',
        `Squares of 2 x 2 do not fill a map of height ${height}, width ${width}.`,
        {
          port: 'x',
          hint: 'Both sides must be even: change the size of the picture or of the patches.',
          short: `2 x 2 in ${height} x ${width}`,
        },
      );
    }
    const [rows, columns] = [height / 2, width / 2];
    const cut = b.reshape([x], { shape: [batch, rows, 2, columns, 2, channels] });
    // The authors' order of the four: down a column first. [B, rows, columns, across, down, C]
    const squares = b.transpose([cut], { perm: [0, 1, 3, 4, 2, 5] });
    const joined = b.reshape([squares], { shape: [batch, rows, columns, 4 * channels] });
    const normal = layerNorm(b, joined, epsilon, 'norm/');
    const initializer = visionStart;
    return { y: linear(b, normal, 'reduction', 2 * channels, { bias: false, initializer }) };
  },
});
