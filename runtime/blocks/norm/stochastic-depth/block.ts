/** Skips a branch at random in training, example by example. Huang et al. 2016, equation 2. */
import { sizeOf } from '../../../graph/types';
import { defineBlock, float } from '../../define';

export default defineBlock({
  id: 'stochastic-depth',
  title: 'Stochastic depth',
  family: 'norm',
  icon: 'Shuffle',
  advanced: true,
  docs: {
    summary:
      'In training, drops what a branch made for a random share of the examples, all of it or nothing, and scales the rest up: the network is shallower for them. Also called drop path. Does nothing otherwise.',
    alsoCalled: ['DropPath', 'drop path'],
    formula: String.raw`y_b = \frac{m_b \, x_b}{1 - p}, \quad m_b \sim \mathrm{Bernoulli}(1 - p)`,
    paper: {
      authors: 'Huang et al.',
      year: 2016,
      title: 'Deep Networks with Stochastic Depth',
      url: 'https://arxiv.org/abs/1603.09382',
      where: 'section 3, equation 2',
    },
    pytorch: "torchvision.ops.StochasticDepth(rate, mode='row')",
    keras: 'keras.layers.Dropout(rate, noise_shape=(None, 1, 1))',
  },
  inputs: { x: { axes: 'batch ...', doc: 'What the branch made, before it is added.' } },
  outputs: { y: { axes: 'batch ...' } },
  params: {
    rate: float({
      label: 'Rate',
      doc: 'Share of examples for which the branch is dropped.',
      default: 0.1,
      min: 0,
      max: 0.95,
      symbol: 'p',
    }),
  },
  examples: [
    { inputs: { x: [3, 4, 5] }, outputs: { y: [3, 4, 5] }, parameters: 0 },
    { params: { rate: 0.5 }, inputs: { x: [8, 2] }, outputs: { y: [8, 2] }, parameters: 0 },
    { inputs: { x: [2, 1, 2, 2, 3] }, outputs: { y: [2, 1, 2, 2, 3] }, parameters: 0 },
  ],
  build: (b, { x }, { rate }) => {
    if (!b.training || rate === 0) return { y: x };
    const [batch, ...rest] = x.shape;
    const mask = b.dropoutMask([], { shape: [batch, 1], rate, key: 'branch' });
    const rows = b.reshape([x], { shape: [batch, sizeOf(rest)] });
    return { y: b.reshape([b.mul([rows, mask])], { shape: x.shape }) };
  },
});
