/** Scores from products of query and key. Luong, Pham, Manning 2015, section 3.1. */
import type { Value } from '../../../ops/types';
import { choice, defineBlock } from '../../define';
import { linear } from '../../shared/linear';
import {
  attend,
  singleHeadInputs,
  singleHeadOutputs,
  weightsDropout,
} from '../../shared/singleHead';
import type { BlockBuilder } from '../../types';

export default defineBlock({
  id: 'multiplicative-attention',
  title: 'Multiplicative attention',
  family: 'attention',
  icon: 'CircleX',
  advanced: true,
  docs: {
    summary:
      'Each query is compared with each key by their product: where both point the same way, the query looks. One head, without maps of its own unless a matrix is put between.',
    alsoCalled: ['Luong attention', 'dot attention', 'general attention'],
    formula: String.raw`e_{ij} = q_i^\top k_j \;\text{(dot)}, \quad q_i^\top W k_j \;\text{(general)}, \quad q_i^\top k_j / \sqrt{d} \;\text{(scaled)}, \quad y = \mathrm{softmax}(e)\, V`,
    paper: {
      authors: 'Luong, Pham, Manning',
      year: 2015,
      title: 'Effective Approaches to Attention-based Neural Machine Translation',
      url: 'https://arxiv.org/abs/1508.04025',
      where: 'section 3.1, equation 8',
    },
    pytorch: '(query @ key.transpose(1, 2)).softmax(-1) @ value',
    keras: 'keras.layers.Attention()([query, value, key])',
  },
  inputs: singleHeadInputs,
  outputs: singleHeadOutputs,
  params: {
    score: choice({
      label: 'Score',
      default: 'dot',
      choices: {
        dot: 'Dot product',
        general: 'With a matrix between',
        scaled: 'Dot product, divided by the root of the width',
      },
    }),
    dropout: weightsDropout,
  },
  examples: [
    {
      inputs: { query: [2, 3, 6], key: [2, 5, 6], value: [2, 5, 4] },
      outputs: { y: [2, 3, 4], weights: [2, 3, 5] },
      parameters: 0,
    },
    {
      params: { score: 'general' },
      inputs: { query: [1, 3, 6], key: [1, 5, 4], value: [1, 5, 4], mask: [1, 3, 5] },
      outputs: { y: [1, 3, 4], weights: [1, 3, 5] },
      parameters: 24,
    },
    {
      params: { score: 'scaled' },
      inputs: { query: [2, 1, 4], key: [2, 2, 4], value: [2, 2, 3] },
      outputs: { y: [2, 1, 3], weights: [2, 1, 2] },
      parameters: 0,
    },
  ],
  build: (b, { query, key, value, mask }, { score, dropout: rate }) => {
    const scores = b.matmul([asked(b, query, key, score), key], { transposeB: true }); // [B, T, S]
    return attend(b, scores, value, mask, rate);
  },
});

/** The queries as wide as the keys, [B, T, d_key]. */
function asked(b: BlockBuilder, query: Value, key: Value, score: 'dot' | 'general' | 'scaled') {
  const [width, keyWidth] = [query.shape[2], key.shape[2]];
  if (score === 'general') return linear(b, query, 'score', keyWidth, { bias: false });
  if (width !== keyWidth) {
    b.fail(
      'shape/size',
      `A product needs equal widths: d_query ${width} meets d_key ${keyWidth}.`,
      {
        param: 'score',
        hint: 'Put a matrix between them, or a linear block before one of them.',
        short: `${width} meets ${keyWidth}`,
        fixes: [
          {
            label: 'Put a matrix between',
            edits: [{ kind: 'setParam', path: '', param: 'score', value: 'general' }],
          },
        ],
      },
    );
  }
  return score === 'scaled' ? b.scale([query], { factor: 1 / Math.sqrt(width) }) : query;
}
