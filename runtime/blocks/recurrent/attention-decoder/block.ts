/**
 * A recurrent decoder that looks at the source anew for every token. Bahdanau et al. 2015 (GRU);
 * with an LSTM and a gate on the context, the decoder of Xu et al. 2015 (Show, attend and tell).
 */
import { choice, defineBlock, flag, int } from '../../define';
import { setParamFixes } from '../../shared/divisors';
import { bahdanau2015 } from '../../shared/papers';
import { type DecoderInputs, decode, MOST_TOKENS } from './decode';

export default defineBlock({
  id: 'attention-decoder',
  title: 'Attention decoder',
  family: 'recurrent',
  icon: 'ScanSearch',
  advanced: true,
  docs: {
    summary:
      'Writes a sequence token by token. Before each one it compares its state with all states of the source, and reads the mix of those that matter now: that mix is the context.',
    formula: String.raw`e_{tj} = v^\top \tanh(s_{t-1} W_a + h_j U_a), \quad \alpha_t = \mathrm{softmax}(e_t), \quad c_t = \sum_j \alpha_{tj} h_j, \quad s_t = \mathrm{GRU}([x_t; c_t], s_{t-1})`,
    paper: {
      ...bahdanau2015,
      where: 'section 3.1 and appendix A.2.2, the GRU in the form of PyTorch',
    },
    pytorch:
      'for x_t in x.unbind(1): a = softmax(v(tanh(W(s)[:, None] + U(h)))); s = cell(cat([x_t, (a * h).sum(1)], 1), s)',
    keras: 'keras.layers.AdditiveAttention() before each step of a keras.layers.GRUCell(units)',
  },
  inputs: {
    x: {
      axes: 'batch tokens features',
      doc: 'The tokens written so far, embedded, shifted right by one.',
    },
    memory: {
      axes: 'batch source d_memory',
      label: 'source',
      doc: 'What it looks at: the states of an encoder, or the places of a picture.',
    },
    initial_state: {
      axes: 'batch units',
      label: 'state',
      optional: true,
      doc: 'The first state, zero without a wire.',
    },
    initial_cell: {
      axes: 'batch units',
      label: 'cell',
      optional: true,
      doc: 'LSTM: the first memory cell, zero without a wire.',
    },
    mask: {
      axes: 'batch* tokens* source*',
      dtype: 'bool',
      label: 'mask',
      optional: true,
      doc: 'True where it may look.',
    },
  },
  outputs: {
    y: { axes: 'batch tokens units', doc: 'The state after each token.' },
    contexts: { axes: 'batch tokens d_memory', doc: 'What was read for each token.' },
    weights: {
      axes: 'batch tokens source',
      doc: 'How much each token looks at each place of the source; every row sums to 1.',
    },
    last: { axes: 'batch units', doc: 'The final state.' },
  },
  params: {
    units: int({
      label: 'Units',
      doc: 'Numbers in the state.',
      default: 64,
      min: 1,
      max: 16384,
      symbol: 'n',
      unit: 'features',
    }),
    attention_units: int({
      label: 'Attention width',
      doc: 'Width in which states and source are compared; 0: as wide as the state.',
      default: 0,
      min: 0,
      max: 16384,
      unit: 'features',
    }),
    cell: choice({ label: 'Cell', default: 'gru', choices: { gru: 'GRU', lstm: 'LSTM' } }),
    gated: flag({
      label: 'Gated context',
      doc: 'The state decides how much of the context gets in (Show, attend and tell).',
      default: false,
    }),
    bias: flag({ label: 'Bias', doc: 'Of the cell and the gate.', default: true }),
    attention_bias: flag({
      label: 'Bias of attention',
      doc: 'Of its three maps; the paper has none.',
      default: false,
    }),
  },
  examples: [
    {
      params: { units: 4, attention_units: 3 },
      inputs: { x: [2, 3, 5], memory: [2, 4, 6] },
      outputs: { y: [2, 3, 4], contexts: [2, 3, 6], weights: [2, 3, 4], last: [2, 4] },
      // Attention 12 + 18 + 3, cell 11 x 12 + 4 x 12 + 2 x 12.
      parameters: 237,
    },
    {
      params: { units: 3, cell: 'lstm', gated: true, attention_bias: true },
      inputs: {
        x: [2, 2, 5],
        memory: [2, 4, 6],
        initial_state: [2, 3],
        initial_cell: [2, 3],
        mask: [2, 1, 4],
      },
      outputs: { y: [2, 2, 3], contexts: [2, 2, 6], weights: [2, 2, 4], last: [2, 3] },
      // Attention 12 + 21 + 4, gate 24, cell 11 x 12 + 3 x 12 + 2 x 12.
      parameters: 253,
    },
    {
      params: { units: 2, bias: false },
      inputs: { x: [1, 1, 3], memory: [1, 2, 2], mask: [1, 1, 2] },
      outputs: { y: [1, 1, 2], contexts: [1, 1, 2], weights: [1, 1, 2], last: [1, 2] },
      parameters: 52,
    },
  ],
  build: (b, inputs, params) => {
    const { x, initial_state, initial_cell } = inputs;
    const tokens = x.shape[1];
    if (tokens > MOST_TOKENS) {
      b.fail('run/limit', `This writes at most ${MOST_TOKENS} tokens, and there are ${tokens}.`, {
        port: 'x',
        hint: 'Every token is a step of its own in the program. Take shorter sequences.',
        short: `${tokens} tokens, at most ${MOST_TOKENS}`,
      });
    }
    for (const [port, value] of Object.entries({ initial_state, initial_cell })) {
      if (!value || value.shape[1] === params.units) continue;
      const wide = value.shape[1];
      b.fail('shape/size', `The first state has ${wide} units; this has ${params.units}.`, {
        port,
        hint: 'Set the units to those of the first state, or lead it through a linear block.',
        short: `${wide} units meet ${params.units}`,
        fixes: setParamFixes('units', 'units', [wide]),
      });
    }
    return decode(b, inputs as DecoderInputs, params);
  },
});
