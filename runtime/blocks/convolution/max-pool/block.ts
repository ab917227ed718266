/** The largest value of each window. LeCun et al. 1998, section II.A. */
import { defineBlock } from '../../define';
import { lecun1998 } from '../../shared/papers';
import { maxPool, poolParams, spaceAxes } from '../../shared/pools';

export default defineBlock({
  id: 'max-pool',
  title: 'Max pool',
  family: 'convolution',
  icon: 'Shrink',
  docs: {
    summary:
      'Keeps the largest value of each small square and drops the rest: fewer places, the strongest signals.',
    formula: String.raw`y_{ij} = \max_{u,v < k} x_{si+u,\, sj+v}`,
    paper: { ...lecun1998, where: 'section II.A' },
    pytorch: 'nn.MaxPool2d(size, stride, padding)',
    keras: "keras.layers.MaxPooling2D(size, stride, padding='valid')",
  },
  inputs: { x: spaceAxes.picture },
  outputs: { y: spaceAxes.picture },
  params: poolParams('pixels', 'height and width'),
  examples: [
    { inputs: { x: [2, 6, 4, 3] }, outputs: { y: [2, 3, 2, 3] }, parameters: 0 },
    {
      params: { size: 3, stride: 2, padding: 1 },
      inputs: { x: [1, 8, 8, 2] },
      outputs: { y: [1, 4, 4, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x }, window) => ({ y: maxPool(b, x, window) }),
});
