/** Each channel of each example brought to mean 0 and variance 1. Ulyanov, Vedaldi, Lempitsky 2016. */
import { sizeOf } from '../../../graph/types';
import { defineBlock, flag, float } from '../../define';
import { affineNorm } from '../../shared/affineNorm';

export default defineBlock({
  id: 'instance-norm',
  title: 'Instance norm',
  family: 'norm',
  icon: 'AlignHorizontalSpaceAround',
  advanced: true,
  docs: {
    summary:
      'Brings each channel of each example to mean 0 and variance 1 over its places. It removes contrast and brightness, and with them the style of a picture.',
    formula: String.raw`y_{bc} = \frac{x_{bc} - \mu_{bc}}{\sqrt{\sigma_{bc}^2 + \epsilon}}`,
    paper: {
      authors: 'Ulyanov, Vedaldi, Lempitsky',
      year: 2016,
      title: 'Instance Normalization: The Missing Ingredient for Fast Stylization',
      url: 'https://arxiv.org/abs/1607.08022',
      where: 'section 2, equation 4',
    },
    pytorch: 'nn.InstanceNorm2d(channels, affine=affine)',
    keras: 'keras.layers.GroupNormalization(-1, epsilon=1e-5, center=affine, scale=affine)',
  },
  inputs: { x: { axes: 'batch ... channels' } },
  outputs: { y: { axes: 'batch ... channels' } },
  params: {
    epsilon: float({
      label: 'Epsilon',
      doc: 'Added to the variance, against division by zero.',
      default: 1e-5,
      min: 1e-12,
      max: 0.1,
    }),
    affine: flag({
      label: 'Scale and shift',
      doc: 'Learned, one each a channel; PyTorch has none unless asked for.',
      default: false,
    }),
  },
  examples: [
    { inputs: { x: [2, 3, 4, 5] }, outputs: { y: [2, 3, 4, 5] }, parameters: 0 },
    {
      params: { affine: true },
      inputs: { x: [2, 7, 3] },
      outputs: { y: [2, 7, 3] },
      parameters: 6,
    },
    {
      params: { affine: true },
      inputs: { x: [1, 2, 2, 3, 4] },
      outputs: { y: [1, 2, 2, 3, 4] },
      parameters: 8,
    },
  ],
  build: (b, { x }, { epsilon, affine }) => {
    const [batch] = x.shape;
    const channels = x.shape[x.shape.length - 1];
    const places = sizeOf(x.shape.slice(1, -1));
    if (places === 1) {
      b.fail('shape/size', 'Each channel has one place only, so nothing is left of it.', {
        port: 'x',
        hint: 'Instance norm needs a map or a sequence: several places to average over.',
        short: 'one place a channel',
      });
    }
    const perm = [0, 2, 1];
    const flat = b.reshape([x], { shape: [batch, places, channels] });
    const rows = b.transpose([flat], { perm }); // [B, C, N]
    const normal = b.transpose([b.normalize([rows], { eps: epsilon })], { perm });
    const y = affine ? affineNorm(b, normal) : normal;
    return { y: b.reshape([y], { shape: x.shape }) };
  },
});
