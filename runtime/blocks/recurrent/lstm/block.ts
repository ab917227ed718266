/** Long short-term memory. Hochreiter and Schmidhuber 1997; forget gate by Gers et al. 2000. */
import { defineBlock } from '../../define';
import {
  cellWeights,
  projectTokens,
  recurrentInputs,
  recurrentOutputs,
  recurrentParams,
  runLayers,
} from '../../shared/recurrent';

const { x, initial_state, mask } = recurrentInputs;

export default defineBlock({
  id: 'lstm',
  title: 'LSTM',
  family: 'recurrent',
  icon: 'MemoryStick',
  docs: {
    summary:
      'Reads a sequence token by token, with a memory cell that gates write to, keep or erase, and read out: it can remember over many tokens.',
    formula: String.raw`c_t = f_t \odot c_{t-1} + i_t \odot g_t, \quad h_t = o_t \odot \tanh(c_t), \quad [i, f, g, o]_t = [\sigma, \sigma, \tanh, \sigma](x_t W + b + h_{t-1} W_h + b_h)`,
    paper: {
      authors: 'Hochreiter, Schmidhuber',
      year: 1997,
      title: 'Long Short-Term Memory',
      url: 'https://doi.org/10.1162/neco.1997.9.8.1735',
      where: 'section 4',
    },
    pytorch: 'nn.LSTM(features, units, layers, batch_first=True)(x)',
    keras: 'keras.layers.LSTM(units, return_sequences=True, return_state=True)(x)',
  },
  inputs: {
    x,
    initial_state,
    initial_cell: {
      axes: '... batch units',
      label: 'cell',
      optional: true,
      doc: 'The first memory cell, zero without a wire.',
    },
    mask,
  },
  outputs: {
    ...recurrentOutputs,
    cell: {
      axes: 'states batch units',
      label: 'cell',
      doc: 'The final memory cell of every layer and direction.',
    },
  },
  params: recurrentParams,
  examples: [
    {
      params: { units: 4 },
      inputs: { x: [2, 5, 3] },
      outputs: { y: [2, 5, 4], last: [2, 4], state: [1, 2, 4], cell: [1, 2, 4] },
      parameters: 144,
    },
    {
      params: { units: 3, layers: 2, bidirectional: true, dropout: 0.2 },
      inputs: { x: [2, 4, 5], initial_state: [4, 2, 3], initial_cell: [4, 2, 3], mask: [2, 1, 4] },
      outputs: { y: [2, 4, 6], last: [2, 6], state: [4, 2, 3], cell: [4, 2, 3] },
      parameters: 504,
    },
    {
      params: { units: 4, bias: false },
      inputs: { x: [1, 1, 6], initial_state: [1, 4] },
      outputs: { y: [1, 1, 4], last: [1, 4], state: [1, 1, 4], cell: [1, 1, 4] },
      parameters: 160,
    },
  ],
  build: (b, { x, initial_state, initial_cell, mask }, params) => {
    const options = { ...params, gates: 4 };
    const starts = [
      ['initial_state', initial_state],
      ['initial_cell', initial_cell],
    ] as const;
    const { y, last, finals } = runLayers(b, x, mask, starts, options, (cell) => {
      const weights = cellWeights(b, cell.name, cell.x.shape[2], options);
      const given = projectTokens(b, cell.x, weights);
      const inputs = [given, weights.recurrent, ...cell.start, ...(cell.mask ? [cell.mask] : [])];
      return b.lstm(inputs, { reverse: cell.reverse });
    });
    return { y, last, state: finals[0], cell: finals[1] };
  },
});
