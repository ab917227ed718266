/** Each channel brought to mean 0 and variance 1 over the batch. Ioffe, Szegedy 2015, algorithm 1. */
import { defineBlock, float } from '../../define';
import { batchNorm } from '../../shared/batchNorm';
import { ioffe2015 } from '../../shared/papers';

export default defineBlock({
  id: 'batch-norm',
  title: 'Batch norm',
  family: 'norm',
  icon: 'AlignCenterVertical',
  docs: {
    summary:
      'Brings each channel to mean 0 and variance 1 over all examples and places of a batch, then scales and shifts it. Outside training it uses averages kept from training.',
    formula: String.raw`y = \gamma \frac{x - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}} + \beta`,
    paper: { ...ioffe2015, where: 'section 3, algorithms 1 and 2' },
    pytorch: 'nn.BatchNorm2d(channels, eps=1e-5, momentum=0.1)',
    keras: 'keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-5)',
  },
  inputs: { x: { axes: '... channels' } },
  outputs: { y: { axes: '... channels' } },
  params: {
    momentum: float({
      label: 'Momentum',
      doc: 'Weight of the newest batch in the kept averages (PyTorch counts so; Keras says 0.9).',
      default: 0.1,
      min: 0.001,
      max: 1,
    }),
    epsilon: float({
      label: 'Epsilon',
      doc: 'Added to the variance, against division by zero.',
      default: 1e-5,
      min: 1e-12,
      max: 0.1,
    }),
  },
  examples: [
    { inputs: { x: [2, 4, 4, 6] }, outputs: { y: [2, 4, 4, 6] }, parameters: 12 },
    { inputs: { x: [4, 6] }, outputs: { y: [4, 6] }, parameters: 12 },
    { inputs: { x: [2, 5, 3] }, outputs: { y: [2, 5, 3] }, parameters: 6 },
    { inputs: { x: [2, 2, 2, 3, 4] }, outputs: { y: [2, 2, 2, 3, 4] }, parameters: 8 },
  ],
  build: (b, { x }, { momentum, epsilon }) => ({ y: batchNorm(b, x, '', { momentum, epsilon }) }),
});
