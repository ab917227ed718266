/** Vectors for runs of tokens, looked up by a hash. Pagnoni et al. 2024, section 3.2.1. */
import type { Value } from '../../../ops/types';
import { defineBlock, int } from '../../define';
import type { BlockBuilder } from '../../types';

/** So that a bucket times this, plus a token, is a whole number that float32 holds exactly. */
const FACTOR = 127;
const MOST_ROWS = 65_536;

export default defineBlock({
  id: 'ngram-embedding',
  title: 'Embedding of runs',
  family: 'inputs',
  icon: 'Rows3',
  advanced: true,
  docs: {
    summary:
      'Looks up a vector for each run of the last 2, 3, ... tokens and sums them: what usually follows "th" or "tion" need not be worked out by attention. Runs share the rows of a table by a hash. Added to the token embedding.',
    alsoCalled: ['n-gram', 'hash embedding', 'Byte Latent Transformer', 'bigram'],
    formula: String.raw`y_t = \sum_{n=2}^{N} E_n[\, h_n(x_{t-n+1}, \dots, x_t)\, ], \quad h_n = (127\, h_{n-1} + x_{t-n+1}) \bmod R`,
    paper: {
      authors: 'Pagnoni et al.',
      year: 2024,
      title: 'Byte Latent Transformer: Patches Scale Better Than Tokens',
      url: 'https://arxiv.org/abs/2412.09871',
      where: 'section 3.2.1, equations 2 to 4',
    },
    pytorch: 'sum(nn.Embedding(rows, d_model)(hash_n) for hash_n in rolling_hashes(tokens, 2, n))',
    keras:
      'sum(keras.layers.Embedding(rows, d_model)(hash_n) for hash_n in rolling_hashes(tokens))',
  },
  inputs: { tokens: { axes: 'batch tokens', dtype: 'int32' } },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {
    longest: int({
      label: 'Longest run',
      doc: 'Tokens in the longest run that has vectors of its own.',
      default: 4,
      min: 2,
      max: 8,
      symbol: 'N',
      unit: 'tokens',
    }),
    rows: int({
      label: 'Rows',
      doc: 'Of the table for each length; runs that meet in one share its vector.',
      default: 8192,
      min: 16,
      max: MOST_ROWS,
      symbol: 'R',
    }),
    d_model: int({
      label: 'Width',
      doc: 'Numbers in each vector.',
      default: 64,
      min: 1,
      max: 16384,
      symbol: 'd_model',
      unit: 'features',
    }),
  },
  examples: [
    {
      params: { longest: 3, rows: 16, d_model: 4 },
      inputs: { tokens: [2, 5] },
      outputs: { y: [2, 5, 4] },
      // Two tables of 16 x 4.
      parameters: 128,
    },
    {
      params: { longest: 2, rows: 100, d_model: 6 },
      inputs: { tokens: [1, 3] },
      outputs: { y: [1, 3, 6] },
      parameters: 600,
    },
  ],
  build: (b, { tokens }, { longest, rows, d_model }) => {
    const ids = b.cast([tokens], { dtype: 'float32' });
    let bucket = remainder(b, ids, rows);
    let sum: Value | null = null;
    for (let length = 2; length <= longest; length++) {
      const earlier = remainder(b, later(b, ids, length - 1), rows);
      const mixed = b.add([b.scale([bucket], { factor: FACTOR }), earlier]);
      bucket = remainder(b, mixed, rows);
      const table = b.weight(`${length}/table`, [rows, d_model], { kind: 'normal', std: 0.1 });
      const vectors = b.gather([table, b.cast([bucket], { dtype: 'int32' })]); // [B, T, d]
      sum = sum ? b.add([sum, vectors]) : vectors;
    }
    return { y: sum as Value };
  },
});

/** `x` [B, T] moved `places` to the right; what comes in is 0, padding. */
function later(b: BlockBuilder, x: Value, places: number): Value {
  const [batch, tokens] = x.shape;
  const kept = Math.max(0, tokens - places);
  const zeros = b.constant(
    `zeros ${batch} ${tokens - kept}`,
    { shape: [batch, tokens - kept], dtype: 'float32' },
    () => new Float32Array(batch * (tokens - kept)),
  );
  if (kept === 0) return zeros;
  return b.concat([zeros, b.slice([x], { begin: [0, 0], size: [batch, kept] })], { axis: 1 });
}

/**
 * x mod n of whole numbers below 2^24. The quotient is rounded, so that it may be one too large or too
 * small; that is put right, and the result is exact on every backend.
 */
function remainder(b: BlockBuilder, x: Value, n: number): Value {
  const quotient = b.floor([b.scale([x], { factor: 1 / n })]);
  const rest = b.sub([x, b.scale([quotient], { factor: n })]);
  const one = (condition: Value) => b.cast([condition], { dtype: 'float32' });
  const under = one(b.greater([b.scalar(0), rest]));
  const over = one(b.greaterEqual([rest, b.scalar(n)]));
  return b.add([rest, b.scale([b.sub([under, over])], { factor: n })]);
}
