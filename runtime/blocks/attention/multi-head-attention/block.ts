/** Scaled dot-product attention over several heads. Vaswani et al. 2017, section 3.2. */
import type { Value } from '../../../ops/types';
import { choice, defineBlock, flag, float, int } from '../../define';
import { either, nearestDivisors, setParamFixes } from '../../shared/divisors';
import { dropout } from '../../shared/dropout';
import {
  applyMask,
  checkHeads,
  mergeHeads,
  mixValues,
  scaledScores,
  splitHeads,
} from '../../shared/heads';
import { linear } from '../../shared/linear';
import { vaswani2017 } from '../../shared/papers';
import { rotate } from '../../shared/rotary';
import type { BlockBuilder } from '../../types';

export default defineBlock({
  id: 'multi-head-attention',
  title: 'Multi-head attention',
  family: 'attention',
  icon: 'Focus',
  docs: {
    summary:
      'Each token asks a question (query) of all tokens of a source (keys) and takes a weighted mix of their answers (values), in several heads at once. One source wired to all three is self-attention; keys and values from elsewhere make it cross-attention.',
    alsoCalled: [
      'MHA',
      'self-attention',
      'cross-attention',
      'scaled dot-product attention',
      'grouped-query attention',
      'GQA',
      'multi-query attention',
      'MQA',
    ],
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
    bias: {
      axes: 'heads tokens source',
      label: 'bias',
      optional: true,
      doc: 'Added to the scores: relative positions.',
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
    d_v: int({
      label: 'Value width per head',
      doc: '0: width / heads, as in the paper.',
      default: 0,
      min: 0,
      max: 4096,
      symbol: 'd_v',
      unit: 'features',
    }),
    kv_heads: int({
      label: 'Key and value heads',
      doc: '0: one for each head. Fewer are shared by neighbouring heads: grouped-query attention; 1: multi-query.',
      default: 0,
      min: 0,
      max: 256,
    }),
    positions: choice({
      label: 'Positions',
      doc: 'Rotary: queries and keys are turned by an angle that grows with their place.',
      default: 'none',
      choices: {
        none: 'None of its own',
        half: 'Rotary, halves (Llama)',
        interleaved: 'Rotary, neighbours (RoFormer)',
      },
    }),
    rotary_base: float({
      label: 'Rotary base',
      doc: 'The slowest angle grows by about 1 / base a token.',
      default: 10000,
      min: 1.001,
      max: 100000000,
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
    {
      params: { heads: 4, kv_heads: 2, positions: 'half' },
      inputs: { query: [2, 3, 16], key: [2, 3, 16], value: [2, 3, 16], bias: [4, 3, 3] },
      outputs: { y: [2, 3, 16], weights: [2, 4, 3, 3] },
      parameters: 816,
    },
    {
      params: { heads: 3, kv_heads: 1, d_k: 4, d_v: 2, positions: 'interleaved', bias: false },
      inputs: { query: [1, 5, 6], key: [1, 2, 6], value: [1, 2, 6], mask: [1, 1, 2] },
      outputs: { y: [1, 5, 6], weights: [1, 3, 5, 2] },
      parameters: 144,
    },
  ],
  build: (b, { query, key, value, mask, bias: scoreBias }, params) => {
    const { heads, d_k, d_v, d_out, bias, positions, rotary_base, dropout: rate } = params;
    const width = query.shape[2];
    checkHeads(b, width, heads);
    const groups = params.kv_heads === 0 ? heads : params.kv_heads;
    checkGroups(b, heads, groups);
    if (scoreBias && scoreBias.shape[0] !== heads) {
      b.fail('shape/size', `The bias is for ${scoreBias.shape[0]} heads; this has ${heads}.`, {
        port: 'bias',
        hint: 'Give the block that makes it the same number of heads.',
        short: `${scoreBias.shape[0]} heads meet ${heads}`,
        fixes: setParamFixes('heads', 'heads', [scoreBias.shape[0]]),
      });
    }
    const keySize = d_k === 0 ? width / heads : d_k;
    const valueSize = d_v === 0 ? width / heads : d_v;
    if (positions !== 'none' && keySize % 2 !== 0) {
      b.fail(
        'shape/indivisible',
        `Rotary positions turn pairs, and a head has ${keySize} features.`,
        {
          param: 'positions',
          hint: 'Make the key width per head even.',
          short: `${keySize} features a head`,
        },
      );
    }
    const project = (x: Value, name: string, count: number, size: number) =>
      splitHeads(b, linear(b, x, name, count * size, { bias }), count);
    const turned = (x: Value) => (positions === 'none' ? x : rotate(b, x, rotary_base, positions));
    const q = turned(project(query, 'query', heads, keySize)); // [B, h, T, d_k]
    const k = turned(project(key, 'key', groups, keySize)); // [B, groups, S, d_k]
    const v = project(value, 'value', groups, valueSize); // [B, groups, S, d_v]
    const plain = scaledScores(b, q, k); // [B, h, T, S]
    const scores = scoreBias ? b.add([plain, scoreBias]) : plain;
    const weights = b.softmax([mask ? applyMask(b, scores, mask) : scores]);
    const mixed = mergeHeads(b, mixValues(b, dropout(b, weights, rate, 'weights'), v)); // [B, T, h d_v]
    return { y: linear(b, mixed, 'output', d_out === 0 ? width : d_out, { bias }), weights };
  },
});

/** Fewer key heads each serve the same number of heads. */
function checkGroups(b: BlockBuilder, heads: number, groups: number): void {
  if (heads % groups === 0) return;
  const fits = nearestDivisors(heads, groups);
  b.fail('shape/indivisible', `${groups} key and value heads do not divide ${heads} heads.`, {
    param: 'kv_heads',
    hint: `Each is shared by the same number of heads. Set them to ${either(fits)}.`,
    short: `${heads} heads on ${groups}`,
    fixes: setParamFixes('kv_heads', 'key and value heads', fits),
  });
}
