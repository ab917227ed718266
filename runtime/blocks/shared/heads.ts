/** Attention over several heads: splitting, scaled dot products, merging. Vaswani et al. 2017, 3.2. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';

/** [B, T, heads * d] -> [B, heads, T, d] */
export function splitHeads(b: BlockBuilder, x: Value, heads: number): Value {
  const [batch, tokens, width] = x.shape;
  const split = b.reshape([x], { shape: [batch, tokens, heads, width / heads] });
  return b.transpose([split], { perm: [0, 2, 1, 3] });
}

/** [B, heads, T, d] -> [B, T, heads * d] */
export function mergeHeads(b: BlockBuilder, x: Value): Value {
  const [batch, heads, tokens, width] = x.shape;
  const merged = b.transpose([x], { perm: [0, 2, 1, 3] });
  return b.reshape([merged], { shape: [batch, tokens, heads * width] });
}

/**
 * Equation 1 without the product with V: `query` [B, h, T, d], `key` [B, h, S, d] -> scores
 * [B, h, T, S], divided by sqrt(d). The smaller query is scaled, not the square of scores.
 */
export function scaledScores(b: BlockBuilder, query: Value, key: Value): Value {
  const width = query.shape[3];
  return b.matmul([b.scale([query], { factor: 1 / Math.sqrt(width) }), key], { transposeB: true });
}

/** Far below any score, and still finite: a row that may look nowhere stays a number. */
const MASKED = -1e9;

/** `scores` [B, h, T, S]; where `mask` [B|1, T|1, S|1] is false, nothing gets through. */
export function applyMask(b: BlockBuilder, scores: Value, mask: Value): Value {
  const [batch, tokens, source] = mask.shape;
  const bias = b.where([mask, b.scalar(0), b.scalar(MASKED)]);
  return b.add([scores, b.reshape([bias], { shape: [batch, 1, tokens, source] })]);
}
