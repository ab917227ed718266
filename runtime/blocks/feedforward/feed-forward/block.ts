/** Two linear maps with a nonlinearity between, on each token. Vaswani et al. 2017, section 3.3. */
import { choice, defineBlock, flag, float, int } from '../../define';
import { activate, feedForwardActivations } from '../../shared/activations';
import { dropout } from '../../shared/dropout';
import { linear } from '../../shared/linear';
import { vaswani2017 } from '../../shared/papers';

export default defineBlock({
  id: 'feed-forward',
  title: 'Feed forward',
  family: 'feedforward',
  icon: 'Zap',
  docs: {
    summary:
      'Widens each token, applies a nonlinearity, and narrows it again; the same for every token, which it treats alone. Also called MLP; on a map it is two 1 x 1 convolutions.',
    alsoCalled: ['FFN', 'MLP', 'position-wise'],
    formula: String.raw`y = \max(0, x W_1 + b_1) W_2 + b_2`,
    paper: { ...vaswani2017, where: 'section 3.3, equation 2' },
    pytorch: 'nn.Sequential(nn.Linear(d_model, d_ff), nn.ReLU(), nn.Linear(d_ff, d_model))',
    keras:
      "keras.Sequential([keras.layers.Dense(d_ff, activation='relu'), keras.layers.Dense(d_model)])",
  },
  inputs: { x: { axes: '... d_model' } },
  outputs: { y: { axes: '... d_model' } },
  params: {
    d_ff: int({
      label: 'Inner width',
      default: 256,
      min: 1,
      max: 65536,
      symbol: 'd_ff',
      unit: 'features',
    }),
    activation: choice({
      label: 'Activation',
      default: 'relu',
      choices: feedForwardActivations,
    }),
    dropout: float({
      label: 'Dropout',
      doc: 'Share dropped in training after each of the two maps, as in a ViT.',
      default: 0,
      min: 0,
      max: 0.95,
      symbol: 'P_drop',
    }),
    bias: flag({ label: 'Bias', default: true }),
  },
  examples: [
    { params: { d_ff: 32 }, inputs: { x: [2, 3, 8] }, outputs: { y: [2, 3, 8] }, parameters: 552 },
    {
      params: { d_ff: 32, activation: 'gelu', dropout: 0.1 },
      inputs: { x: [2, 8] },
      outputs: { y: [2, 8] },
      parameters: 552,
    },
    {
      params: { d_ff: 16, activation: 'gelu-tanh', bias: false },
      inputs: { x: [1, 4, 8] },
      outputs: { y: [1, 4, 8] },
      parameters: 256,
    },
    {
      params: { d_ff: 6 },
      inputs: { x: [2, 3, 5, 4] },
      outputs: { y: [2, 3, 5, 4] },
      parameters: 58,
    },
    {
      params: { d_ff: 6 },
      inputs: { x: [1, 2, 2, 3, 4] },
      outputs: { y: [1, 2, 2, 3, 4] },
      parameters: 58,
    },
  ],
  build: (b, { x }, { d_ff, activation, dropout: rate, bias }) => {
    const width = x.shape[x.shape.length - 1];
    const inner = activate(b, linear(b, x, 'inner', d_ff, { bias }), activation); // [..., d_ff]
    const outer = linear(b, dropout(b, inner, rate, 'inner'), 'outer', width, { bias });
    return { y: dropout(b, outer, rate, 'outer') };
  },
});
