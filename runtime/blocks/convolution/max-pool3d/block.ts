/** The largest value of each window of a volume. LeCun et al. 1998, section II.A. */
import { defineBlock } from '../../define';
import { lecun1998 } from '../../shared/papers';
import { maxPool, poolParams, spaceAxes } from '../../shared/pools';

export default defineBlock({
  id: 'max-pool3d',
  title: 'Max pool of a volume',
  family: 'convolution',
  icon: 'Shrink',
  advanced: true,
  docs: {
    summary:
      'Keeps the largest value of each small cube and drops the rest: fewer places, the strongest signals.',
    formula: String.raw`y_{hij} = \max_{t,u,v < k} x_{sh+t,\, si+u,\, sj+v}`,
    paper: { ...lecun1998, where: 'section II.A' },
    pytorch: 'nn.MaxPool3d(size, stride, padding)',
    keras: "keras.layers.MaxPooling3D(size, stride, padding='valid')",
  },
  inputs: { x: spaceAxes.volume },
  outputs: { y: spaceAxes.volume },
  params: poolParams('voxels', 'depth, height and width'),
  examples: [
    { inputs: { x: [2, 4, 6, 2, 3] }, outputs: { y: [2, 2, 3, 1, 3] }, parameters: 0 },
    {
      params: { size: 3, stride: 2, padding: 1 },
      inputs: { x: [1, 5, 4, 6, 2] },
      outputs: { y: [1, 3, 2, 3, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x }, window) => ({ y: maxPool(b, x, window) }),
});
