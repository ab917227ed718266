/** The mean of each window along a sequence. LeCun et al. 1998, section II.A. */
import { defineBlock } from '../../define';
import { lecun1998 } from '../../shared/papers';
import { averagePool, averagePoolParams, spaceAxes } from '../../shared/pools';

export default defineBlock({
  id: 'average-pool1d',
  title: 'Average pool of a sequence',
  family: 'convolution',
  icon: 'Minimize2',
  advanced: true,
  docs: {
    summary:
      'Replaces each short stretch of tokens by its mean: fewer places, a smoother sequence.',
    formula: String.raw`y_i = \frac{1}{k} \sum_{u < k} x_{si+u}`,
    paper: { ...lecun1998, where: 'section II.A' },
    pytorch: 'nn.AvgPool1d(size, stride, padding, count_include_pad=count_padding)',
    keras: "keras.layers.AveragePooling1D(size, stride, padding='valid')",
  },
  inputs: { x: spaceAxes.sequence },
  outputs: { y: spaceAxes.sequence },
  params: averagePoolParams('tokens', 'the number of tokens'),
  examples: [
    { inputs: { x: [2, 7, 3] }, outputs: { y: [2, 3, 3] }, parameters: 0 },
    {
      params: { size: 3, stride: 2, padding: 1, count_padding: false },
      inputs: { x: [1, 9, 2] },
      outputs: { y: [1, 5, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { count_padding, ...window }) => ({
    y: averagePool(b, x, window, count_padding),
  }),
});
