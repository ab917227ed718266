/** Each token divided by its root mean square. Zhang, Sennrich 2019, equation 4. */
import { defineBlock, float } from '../../define';
import { rmsNorm } from '../../shared/rmsNorm';

export default defineBlock({
  id: 'rms-norm',
  title: 'RMS norm',
  family: 'norm',
  icon: 'AlignVerticalSpaceAround',
  docs: {
    summary:
      'Divides the numbers of each token by their root mean square, then scales them by learned amounts. A layer norm without the mean and without the shift: cheaper, and as good in large language models.',
    formula: String.raw`y = \gamma \odot \frac{x}{\sqrt{\frac{1}{d} \sum_i x_i^2 + \epsilon}}`,
    paper: {
      authors: 'Zhang, Sennrich',
      year: 2019,
      title: 'Root Mean Square Layer Normalization',
      url: 'https://arxiv.org/abs/1910.07467',
      where: 'section 4, equation 4',
    },
    pytorch: 'nn.RMSNorm(d_model, eps=1e-6)',
    keras: 'keras.layers.RMSNormalization(epsilon=1e-6)',
  },
  inputs: { x: { axes: '... d_model' } },
  outputs: { y: { axes: '... d_model' } },
  params: {
    epsilon: float({
      label: 'Epsilon',
      doc: 'Added to the mean of squares, against division by zero. T5 and Llama 1 use 1e-6, Llama 2 and 3 1e-5.',
      default: 1e-6,
      min: 1e-12,
      max: 0.1,
    }),
  },
  examples: [
    { inputs: { x: [2, 3, 8] }, outputs: { y: [2, 3, 8] }, parameters: 8 },
    { params: { epsilon: 1e-5 }, inputs: { x: [2, 5] }, outputs: { y: [2, 5] }, parameters: 5 },
    { inputs: { x: [1, 2, 2, 3, 4] }, outputs: { y: [1, 2, 2, 3, 4] }, parameters: 4 },
  ],
  build: (b, { x }, { epsilon }) => ({ y: rmsNorm(b, x, epsilon) }),
});
