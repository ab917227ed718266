/** The mean of each window. LeCun et al. 1998, section II.A. */
import { defineBlock } from '../../define';
import { lecun1998 } from '../../shared/papers';
import { averagePool, averagePoolParams, spaceAxes } from '../../shared/pools';

export default defineBlock({
  id: 'average-pool',
  title: 'Average pool',
  family: 'convolution',
  icon: 'Minimize2',
  docs: {
    summary: 'Replaces each small square by its mean: fewer places, a smoother map.',
    formula: String.raw`y_{ij} = \frac{1}{k^2} \sum_{u,v < k} x_{si+u,\, sj+v}`,
    paper: { ...lecun1998, where: 'section II.A' },
    pytorch: 'nn.AvgPool2d(size, stride, padding, count_include_pad=count_padding)',
    keras: "keras.layers.AveragePooling2D(size, stride, padding='valid')",
  },
  inputs: { x: spaceAxes.picture },
  outputs: { y: spaceAxes.picture },
  params: averagePoolParams('pixels', 'height and width'),
  examples: [
    { inputs: { x: [2, 6, 4, 3] }, outputs: { y: [2, 3, 2, 3] }, parameters: 0 },
    {
      params: { size: 3, stride: 2, padding: 1, count_padding: false },
      inputs: { x: [1, 8, 8, 2] },
      outputs: { y: [1, 4, 4, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { count_padding, ...window }) => ({
    y: averagePool(b, x, window, count_padding),
  }),
});
