/** Zeroes random values in training. Srivastava et al. 2014. */
import { defineBlock, float } from '../../define';
import { dropout } from '../../shared/dropout';

export default defineBlock({
  id: 'dropout',
  title: 'Dropout',
  family: 'norm',
  icon: 'Droplets',
  docs: {
    summary:
      'In training, sets a random share of the values to zero and scales the rest up, so that the network does not lean on any one of them. Does nothing otherwise.',
    formula: String.raw`y = \frac{m \odot x}{1 - p}, \quad m_i \sim \mathrm{Bernoulli}(1 - p)`,
    paper: {
      authors: 'Srivastava et al.',
      year: 2014,
      title: 'Dropout: A Simple Way to Prevent Neural Networks from Overfitting',
      url: 'https://jmlr.org/papers/v15/srivastava14a.html',
      where: 'section 4',
    },
    pytorch: 'nn.Dropout(rate)',
    keras: 'keras.layers.Dropout(rate)',
  },
  inputs: { x: { axes: '...' } },
  outputs: { y: { axes: '...' } },
  params: {
    rate: float({
      label: 'Rate',
      doc: 'Share of values that are dropped.',
      default: 0.1,
      min: 0,
      max: 0.95,
      symbol: 'P_drop',
    }),
  },
  examples: [
    { inputs: { x: [2, 3, 8] }, outputs: { y: [2, 3, 8] }, parameters: 0 },
    { inputs: { x: [1, 2, 2, 3, 2] }, outputs: { y: [1, 2, 2, 3, 2] }, parameters: 0 },
    { params: { rate: 0 }, inputs: { x: [2, 8] }, outputs: { y: [2, 8] }, parameters: 0 },
  ],
  build: (b, { x }, { rate }) => ({ y: dropout(b, x, rate, 'x') }),
});
