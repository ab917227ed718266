/** The mean of each window of a volume. LeCun et al. 1998, section II.A. */
import { defineBlock } from '../../define';
import { lecun1998 } from '../../shared/papers';
import { averagePool, averagePoolParams, spaceAxes } from '../../shared/pools';

export default defineBlock({
  id: 'average-pool3d',
  title: 'Average pool of a volume',
  family: 'convolution',
  icon: 'Minimize2',
  advanced: true,
  docs: {
    summary: 'Replaces each small cube by its mean: fewer places, a smoother map.',
    formula: String.raw`y_{hij} = \frac{1}{k^3} \sum_{t,u,v < k} x_{sh+t,\, si+u,\, sj+v}`,
    paper: { ...lecun1998, where: 'section II.A' },
    pytorch: 'nn.AvgPool3d(size, stride, padding, count_include_pad=count_padding)',
    keras: "keras.layers.AveragePooling3D(size, stride, padding='valid')",
  },
  inputs: { x: spaceAxes.volume },
  outputs: { y: spaceAxes.volume },
  params: averagePoolParams('voxels', 'depth, height and width'),
  examples: [
    { inputs: { x: [2, 4, 6, 2, 3] }, outputs: { y: [2, 2, 3, 1, 3] }, parameters: 0 },
    {
      params: { size: 3, stride: 2, padding: 1, count_padding: false },
      inputs: { x: [1, 5, 4, 6, 2] },
      outputs: { y: [1, 3, 2, 3, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { count_padding, ...window }) => ({
    y: averagePool(b, x, window, count_padding),
  }),
});
