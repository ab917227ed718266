/** Scores from a small network of query and key. Bahdanau et al. 2015, appendix A.1.2. */
import { defineBlock, flag, int } from '../../define';
import { linear } from '../../shared/linear';
import { bahdanau2015 } from '../../shared/papers';
import {
  attend,
  singleHeadInputs,
  singleHeadOutputs,
  weightsDropout,
} from '../../shared/singleHead';

export default defineBlock({
  id: 'additive-attention',
  title: 'Additive attention',
  family: 'attention',
  icon: 'CirclePlus',
  advanced: true,
  docs: {
    summary:
      'Each query is compared with each key by a small network of one hidden layer, which also works where they differ in width. This is how attention began, in translation.',
    alsoCalled: ['Bahdanau attention', 'concat attention'],
    formula: String.raw`e_{ij} = v^\top \tanh(W q_i + U k_j), \quad \alpha_i = \mathrm{softmax}(e_i), \quad y_i = \sum_j \alpha_{ij} v_j`,
    paper: { ...bahdanau2015, where: 'section 3.1 and appendix A.1.2' },
    pytorch:
      'a = v(torch.tanh(W(query)[:, :, None] + U(key)[:, None])).squeeze(-1).softmax(-1); a @ value',
    keras: 'keras.layers.AdditiveAttention()([W(query), value, U(key)])',
  },
  inputs: singleHeadInputs,
  outputs: singleHeadOutputs,
  params: {
    units: int({
      label: 'Hidden units',
      default: 64,
      min: 1,
      max: 16384,
      symbol: 'n',
      unit: 'features',
    }),
    bias: flag({ label: 'Bias', doc: 'Of the three maps; the paper has none.', default: false }),
    dropout: weightsDropout,
  },
  examples: [
    {
      params: { units: 4 },
      inputs: { query: [2, 3, 6], key: [2, 5, 8], value: [2, 5, 8] },
      outputs: { y: [2, 3, 8], weights: [2, 3, 5] },
      parameters: 60,
    },
    {
      params: { units: 3, bias: true },
      inputs: { query: [1, 1, 4], key: [1, 4, 2], value: [1, 4, 5], mask: [1, 1, 4] },
      outputs: { y: [1, 1, 5], weights: [1, 1, 4] },
      parameters: 28,
    },
  ],
  build: (b, { query, key, value, mask }, { units, bias, dropout: rate }) => {
    const [batch, tokens] = query.shape;
    const source = key.shape[1];
    const asked = b.reshape([linear(b, query, 'query', units, { bias })], {
      shape: [batch, tokens, 1, units],
    });
    const offered = b.reshape([linear(b, key, 'key', units, { bias })], {
      shape: [batch, 1, source, units],
    });
    const hidden = b.tanh([b.add([asked, offered])]); // [B, T, S, units]
    const scores = b.reshape([linear(b, hidden, 'score', 1, { bias })], {
      shape: [batch, tokens, source],
    });
    return attend(b, scores, value, mask, rate);
  },
});
