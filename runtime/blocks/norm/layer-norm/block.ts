/** Each token brought to mean 0 and variance 1, then scaled and shifted. Ba, Kiros, Hinton 2016. */
import { defineBlock, float } from '../../define';
import { layerNorm } from '../../shared/layerNorm';
import { ba2016 } from '../../shared/papers';

export default defineBlock({
  id: 'layer-norm',
  title: 'Layer norm',
  family: 'norm',
  icon: 'AlignCenterHorizontal',
  docs: {
    summary:
      'Brings the numbers of each token to mean 0 and variance 1, then scales and shifts them by learned amounts. Keeps deep stacks trainable.',
    formula: String.raw`y = \gamma \odot \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta`,
    paper: { ...ba2016, where: 'section 3' },
    pytorch: 'nn.LayerNorm(d_model, eps=1e-5)',
    keras: 'keras.layers.LayerNormalization(epsilon=1e-5)',
  },
  inputs: { x: { axes: '... d_model' } },
  outputs: { y: { axes: '... d_model' } },
  params: {
    epsilon: float({
      label: 'Epsilon',
      doc: 'Added to the variance, against division by zero. ViT uses 1e-6, GPT-2 1e-5.',
      default: 1e-5,
      min: 1e-12,
      max: 0.1,
    }),
  },
  examples: [
    { inputs: { x: [2, 3, 8] }, outputs: { y: [2, 3, 8] }, parameters: 16 },
    { params: { epsilon: 1e-6 }, inputs: { x: [2, 8] }, outputs: { y: [2, 8] }, parameters: 16 },
  ],
  build: (b, { x }, { epsilon }) => ({ y: layerNorm(b, x, epsilon) }),
});
