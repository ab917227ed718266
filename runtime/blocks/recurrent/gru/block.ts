/** Gated recurrent unit. Cho et al. 2014, in the form of PyTorch and cuDNN. */
import { defineBlock } from '../../define';
import { affine } from '../../shared/linear';
import { cho2014 } from '../../shared/papers';
import {
  cellWeights,
  recurrentInputs,
  recurrentOutputs,
  recurrentParams,
  runLayers,
  zeros,
} from '../../shared/recurrent';

export default defineBlock({
  id: 'gru',
  title: 'GRU',
  family: 'recurrent',
  icon: 'ToggleRight',
  docs: {
    summary:
      'Reads a sequence token by token. Two gates decide how much of the state to forget and how much to renew: simpler than an LSTM, and about as good.',
    formula: String.raw`h_t = (1 - z_t) \odot n_t + z_t \odot h_{t-1}, \quad n_t = \tanh(x_t W_n + b_n + r_t \odot (h_{t-1} W_{hn} + b_{hn})), \quad [r, z]_t = \sigma(x_t W + b + h_{t-1} W_h + b_h)`,
    paper: { ...cho2014, where: 'section 2.3, equations 5 to 8' },
    pytorch: 'nn.GRU(features, units, layers, batch_first=True)(x)',
    keras: 'keras.layers.GRU(units, return_sequences=True, return_state=True)(x)',
  },
  inputs: recurrentInputs,
  outputs: recurrentOutputs,
  params: recurrentParams,
  examples: [
    {
      params: { units: 4 },
      inputs: { x: [2, 5, 3] },
      outputs: { y: [2, 5, 4], last: [2, 4], state: [1, 2, 4] },
      parameters: 108,
    },
    {
      params: { units: 3, layers: 2, bidirectional: true, dropout: 0.2 },
      inputs: { x: [2, 4, 5], initial_state: [4, 2, 3], mask: [2, 1, 4] },
      outputs: { y: [2, 4, 6], last: [2, 6], state: [4, 2, 3] },
      parameters: 378,
    },
    {
      params: { units: 4, bias: false },
      inputs: { x: [1, 1, 6], initial_state: [1, 4] },
      outputs: { y: [1, 1, 4], last: [1, 4], state: [1, 1, 4] },
      parameters: 120,
    },
  ],
  build: (b, { x, initial_state, mask }, params) => {
    const options = { ...params, gates: 3 };
    const starts = [['initial_state', initial_state]] as const;
    const { y, last, finals } = runLayers(b, x, mask, starts, options, (cell) => {
      const weights = cellWeights(b, cell.name, cell.x.shape[2], options);
      const given = affine(b, cell.x, weights.kernel, weights.biases?.[0] ?? null);
      const bias = weights.biases?.[1] ?? zeros(b, [3 * params.units]);
      const inputs = [given, weights.recurrent, bias, ...cell.start];
      return b.gru(cell.mask ? [...inputs, cell.mask] : inputs, { reverse: cell.reverse });
    });
    return { y, last, state: finals[0] };
  },
});
