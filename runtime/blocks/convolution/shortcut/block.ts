/** The way round a residual block: the identity where shapes agree, else a projection. */
import { defineBlock, int } from '../../define';
import { batchNorm } from '../../shared/batchNorm';
import { convolution } from '../../shared/convolution';
import { he2016 } from '../../shared/papers';

export default defineBlock({
  id: 'shortcut',
  title: 'Shortcut',
  family: 'convolution',
  icon: 'Redo2',
  advanced: true,
  docs: {
    summary:
      'Runs past the blocks of a residual. It changes nothing where the shape stays; where it changes, a 1 x 1 convolution and a batch norm make it fit.',
    alsoCalled: ['residual', 'skip connection', 'downsample'],
    formula: String.raw`y = x \quad \text{or} \quad y = \mathrm{BN}(W_s x)`,
    paper: { ...he2016, where: 'section 3.2, equation 2; option B of section 4.1' },
    pytorch: 'nn.Sequential(nn.Conv2d(c, filters, 1, stride, bias=False), nn.BatchNorm2d(filters))',
    keras:
      'keras.layers.BatchNormalization()(keras.layers.Conv2D(filters, 1, stride, use_bias=False)(x))',
  },
  inputs: { x: { axes: 'batch height width in_channels' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: {
    filters: int({
      label: 'Channels',
      doc: 'Channels that come out.',
      default: 64,
      min: 1,
      max: 8192,
      unit: 'channels',
    }),
    stride: int({ label: 'Stride', default: 1, min: 1, max: 32, unit: 'pixels' }),
  },
  examples: [
    {
      params: { filters: 6 },
      inputs: { x: [2, 4, 4, 6] },
      outputs: { y: [2, 4, 4, 6] },
      parameters: 0,
    },
    {
      params: { filters: 8, stride: 2 },
      inputs: { x: [2, 4, 4, 6] },
      outputs: { y: [2, 2, 2, 8] },
      parameters: 64,
    },
  ],
  build: (b, { x }, { filters, stride }) => {
    if (stride === 1 && x.shape[3] === filters) return { y: x };
    const projected = convolution(b, x, '', filters, { size: 1, stride, padding: 0 }, false);
    return { y: batchNorm(b, projected, 'norm/', { momentum: 0.1, epsilon: 1e-5 }) };
  },
});
