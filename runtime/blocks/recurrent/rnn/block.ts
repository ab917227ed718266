/** A simple recurrent network. Elman 1990. */
import { choice, defineBlock } from '../../define';
import {
  cellWeights,
  projectTokens,
  recurrentInputs,
  recurrentOutputs,
  recurrentParams,
  runLayers,
} from '../../shared/recurrent';

export default defineBlock({
  id: 'rnn',
  title: 'RNN',
  family: 'recurrent',
  icon: 'Repeat2',
  docs: {
    summary:
      'Reads a sequence token by token. After each one it mixes the token with what it remembers so far into a new state.',
    formula: String.raw`h_t = \tanh(x_t W + b + h_{t-1} W_h + b_h)`,
    paper: {
      authors: 'Elman',
      year: 1990,
      title: 'Finding Structure in Time',
      url: 'https://doi.org/10.1207/s15516709cog1402_1',
      where: 'figure 2',
    },
    pytorch: 'nn.RNN(features, units, layers, batch_first=True)(x)',
    keras: 'keras.layers.SimpleRNN(units, return_sequences=True, return_state=True)(x)',
  },
  inputs: recurrentInputs,
  outputs: recurrentOutputs,
  params: {
    ...recurrentParams,
    activation: choice({
      label: 'Activation',
      default: 'tanh',
      choices: { tanh: 'tanh', relu: 'ReLU' },
    }),
  },
  examples: [
    {
      params: { units: 4 },
      inputs: { x: [2, 5, 3] },
      outputs: { y: [2, 5, 4], last: [2, 4], state: [1, 2, 4] },
      parameters: 36,
    },
    {
      params: { units: 3, layers: 2, bidirectional: true, dropout: 0.2, activation: 'relu' },
      inputs: { x: [2, 4, 5], initial_state: [4, 2, 3], mask: [2, 1, 4] },
      outputs: { y: [2, 4, 6], last: [2, 6], state: [4, 2, 3] },
      parameters: 126,
    },
  ],
  build: (b, { x, initial_state, mask }, { activation, ...options }) => {
    const sizes = { ...options, gates: 1 };
    const { y, last, finals } = runLayers(
      b,
      x,
      mask,
      [['initial_state', initial_state]],
      sizes,
      (cell) => {
        const weights = cellWeights(b, cell.name, cell.x.shape[2], sizes);
        const given = projectTokens(b, cell.x, weights);
        const inputs = [given, weights.recurrent, ...cell.start, ...(cell.mask ? [cell.mask] : [])];
        return b.rnn(inputs, { reverse: cell.reverse, activation });
      },
    );
    return { y, last, state: finals[0] };
  },
});
