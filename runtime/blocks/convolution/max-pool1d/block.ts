/** The largest value of each window along a sequence. LeCun et al. 1998, section II.A. */
import { defineBlock } from '../../define';
import { lecun1998 } from '../../shared/papers';
import { maxPool, poolParams, spaceAxes } from '../../shared/pools';

export default defineBlock({
  id: 'max-pool1d',
  title: 'Max pool of a sequence',
  family: 'convolution',
  icon: 'Shrink',
  advanced: true,
  docs: {
    summary:
      'Keeps the largest value of each short stretch of tokens and drops the rest: fewer places, the strongest signals.',
    formula: String.raw`y_i = \max_{u < k} x_{si+u}`,
    paper: { ...lecun1998, where: 'section II.A' },
    pytorch: 'nn.MaxPool1d(size, stride, padding)',
    keras: "keras.layers.MaxPooling1D(size, stride, padding='valid')",
  },
  inputs: { x: spaceAxes.sequence },
  outputs: { y: spaceAxes.sequence },
  params: poolParams('tokens', 'the number of tokens'),
  examples: [
    { inputs: { x: [2, 7, 3] }, outputs: { y: [2, 3, 3] }, parameters: 0 },
    {
      params: { size: 3, stride: 2, padding: 1 },
      inputs: { x: [1, 9, 2] },
      outputs: { y: [1, 5, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x }, window) => ({ y: maxPool(b, x, window) }),
});
