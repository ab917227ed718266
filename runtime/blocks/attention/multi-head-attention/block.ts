/** Scaled dot-product attention over several heads. Vaswani et al. 2017, section 3.2. */
import { defineBlock, flag, float, int } from '../../define';
import { either, nearestDivisors, setParamFixes } from '../../shared/divisors';
import { dropout } from '../../shared/dropout';
import { applyMask, mergeHeads, scaledScores, splitHeads } from '../../shared/heads';
import { linear } from '../../shared/linear';
import { vaswani2017 } from '../../shared/papers';

export default defineBlock({
  id: 'multi-head-attention',
  title: 'Multi-head attention',
  family: 'attention',
  icon: 'Focus',
  docs: {
    summary:
      'Each token asks a question (query) of all tokens of a source (keys) and takes a weighted mix of their answers (values), in several heads at once. One source wired to all three is self-attention; keys and values from elsewhere make it cross-attention.',
    formula: String.raw`\mathrm{head}_i = \mathrm{softmax}\!\left(\frac{Q W_i^Q (K W_i^K)^\top}{\sqrt{d_k}}\right) V W_i^V, \quad y = [\mathrm{head}_1; \dots; \mathrm{head}_h] W^O`,
    paper: { ...vaswani2017, where: 'section 3.2, equation 1' },
    pytorch: 'nn.MultiheadAttention(d_model, heads, batch_first=True)(query, key, value)',
    keras: 'keras.layers.MultiHeadAttention(heads, d_model // heads)(query, value, key)',
  },
  inputs: {
    query: { axes: 'batch tokens d_model', label: 'Q', doc: 'Who asks.' },
    key: { axes: 'batch source d_key', label: 'K', doc: 'What the questions are compared with.' },
    value: { axes: 'batch source d_value', label: 'V', doc: 'What is passed on.' },
    mask: {
      axes: 'batch* tokens* source*',
      dtype: 'bool',
      label: 'mask',
      optional: true,
      doc: 'True where a token may look.',
    },
  },
  outputs: {
    y: { axes: 'batch tokens d_model' },
    weights: {
      axes: 'batch heads tokens source',
      doc: 'How much each token looks at each source token; every row sums to 1.',
    },
  },
  params: {
    heads: int({ label: 'Heads', default: 8, min: 1, max: 256, symbol: 'h' }),
    d_k: int({
      label: 'Key width per head',
      doc: '0: width / heads, as in the paper.',
      default: 0,
      min: 0,
      max: 4096,
      symbol: 'd_k',
      unit: 'features',
    }),
    d_out: int({
      label: 'Output width',
      doc: '0: as wide as the queries.',
      default: 0,
      min: 0,
      max: 16384,
      unit: 'features',
    }),
    bias: flag({ label: 'Bias', doc: 'Of the four linear maps.', default: true }),
    dropout: float({
      label: 'Dropout of weights',
      doc: 'Share of attention weights dropped in training.',
      default: 0,
      min: 0,
      max: 0.95,
    }),
  },
  examples: [
    {
      params: { heads: 4 },
      inputs: { query: [2, 3, 16], key: [2, 5, 16], value: [2, 5, 16] },
      outputs: { y: [2, 3, 16], weights: [2, 4, 3, 5] },
      parameters: 1088,
    },
    {
      params: { heads: 2, d_k: 3, bias: false },
      inputs: { query: [1, 4, 8], key: [1, 4, 8], value: [1, 4, 8], mask: [1, 4, 4] },
      outputs: { y: [1, 4, 8], weights: [1, 2, 4, 4] },
      parameters: 224,
    },
    {
      params: { heads: 2 },
      inputs: { query: [2, 3, 8], key: [2, 5, 6], value: [2, 5, 4], mask: [2, 1, 5] },
      outputs: { y: [2, 3, 8], weights: [2, 2, 3, 5] },
      parameters: 240,
    },
    {
      params: { heads: 2, d_out: 6 },
      inputs: { query: [2, 3, 4], key: [2, 3, 4], value: [2, 3, 4] },
      outputs: { y: [2, 3, 6], weights: [2, 2, 3, 3] },
      parameters: 90,
    },
  ],
  build: (b, { query, key, value, mask }, { heads, d_k, d_out, bias, dropout: rate }) => {
    const width = query.shape[2];
    if (width % heads !== 0) {
      const fits = nearestDivisors(width, heads);
      b.fail('shape/indivisible', `${heads} heads do not divide the width d_model ${width}.`, {
        param: 'heads',
        hint: `Each head takes an equal share of the width. Set heads to ${either(fits)}, or change d_model.`,
        short: `${width} into ${heads} heads`,
        fixes: setParamFixes('heads', 'heads', fits),
      });
    }
    const keyWidth = heads * (d_k === 0 ? width / heads : d_k);
    const q = splitHeads(b, linear(b, query, 'query', keyWidth, { bias }), heads); // [B, h, T, d_k]
    const k = splitHeads(b, linear(b, key, 'key', keyWidth, { bias }), heads); // [B, h, S, d_k]
    const v = splitHeads(b, linear(b, value, 'value', width, { bias }), heads); // [B, h, S, d_v]
    const scores = scaledScores(b, q, k); // [B, h, T, S]
    const weights = b.softmax([mask ? applyMask(b, scores, mask) : scores]);
    const mixed = mergeHeads(b, b.matmul([dropout(b, weights, rate, 'weights'), v])); // [B, T, d]
    return { y: linear(b, mixed, 'output', d_out === 0 ? width : d_out, { bias }), weights };
  },
});
