/** A nonlinearity, element by element. */
import { choice, defineBlock } from '../../define';
import { activate, activations } from '../../shared/activations';

export default defineBlock({
  id: 'activation',
  title: 'Activation',
  family: 'linear',
  icon: 'Activity',
  docs: {
    summary:
      'Bends each value by a fixed curve. Without it a stack of linear maps would be no more than one linear map.',
    alsoCalled: ['nonlinearity', 'ReLU', 'GELU', 'SiLU', 'Swish', 'tanh', 'sigmoid'],
    formula: String.raw`\mathrm{ReLU}(x) = \max(0, x), \quad \mathrm{GELU}(x) = x \, \Phi(x), \quad \mathrm{SiLU}(x) = x \, \sigma(x)`,
    paper: {
      authors: 'Hendrycks, Gimpel',
      year: 2016,
      title: 'Gaussian Error Linear Units (GELUs)',
      url: 'https://arxiv.org/abs/1606.08415',
      where: 'section 2',
    },
    pytorch: 'nn.ReLU()',
    keras: "keras.layers.Activation('relu')",
  },
  inputs: { x: { axes: '...' } },
  outputs: { y: { axes: '...' } },
  params: {
    activation: choice({ label: 'Activation', default: 'relu', choices: activations }),
  },
  examples: [
    { inputs: { x: [2, 3, 8] }, outputs: { y: [2, 3, 8] }, parameters: 0 },
    ...Object.keys(activations).map((activation) => ({
      params: { activation },
      inputs: { x: [2, 8] },
      outputs: { y: [2, 8] },
      parameters: 0,
    })),
    {
      params: { activation: 'silu' },
      inputs: { x: [1, 2, 2, 3, 4] },
      outputs: { y: [1, 2, 2, 3, 4] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { activation }) => ({ y: activate(b, x, activation) }),
});
