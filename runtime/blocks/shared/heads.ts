/** Attention over several heads: splitting, scaled dot products, merging. Vaswani et al. 2017, 3.2. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { either, nearestDivisors, setParamFixes } from './divisors';

/** Stops the build where `heads` do not share the width evenly. */
export function checkHeads(b: BlockBuilder, width: number, heads: number): void {
  if (width % heads === 0) return;
  const fits = nearestDivisors(width, heads);
  b.fail('shape/indivisible', `${heads} heads do not divide the width d_model ${width}.`, {
    param: 'heads',
    hint: `Each head takes an equal share of the width. Set heads to ${either(fits)}, or change d_model.`,
    short: `${width} into ${heads} heads`,
    fixes: setParamFixes('heads', 'heads', fits),
  });
}

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
 * [B, h, T, S], divided by sqrt(d). The smaller query is scaled, not the square of scores. With
 * fewer key heads than query heads, neighbouring queries share one (Ainslie et al. 2023).
 */
export function scaledScores(b: BlockBuilder, query: Value, key: Value): Value {
  const [batch, heads, tokens, width] = query.shape;
  const [, , source] = key.shape;
  const scaled = b.scale([query], { factor: 1 / Math.sqrt(width) });
  if (key.shape[1] === heads) return b.matmul([scaled, key], { transposeB: true });
  const scores = b.matmul([shareHeads(b, scaled, key.shape[1]), key], { transposeB: true });
  return b.reshape([scores], { shape: [batch, heads, tokens, source] });
}

/** `weights` [B, h, T, S], `value` [B, h or fewer, S, d] -> [B, h, T, d] */
export function mixValues(b: BlockBuilder, weights: Value, value: Value): Value {
  const [batch, heads, tokens] = weights.shape;
  if (value.shape[1] === heads) return b.matmul([weights, value]);
  const mixed = b.matmul([shareHeads(b, weights, value.shape[1]), value]);
  return b.reshape([mixed], { shape: [batch, heads, tokens, value.shape[3]] });
}

/** [B, h, T, d] -> [B, groups, h / groups * T, d]: the rows of queries that share a key. */
function shareHeads(b: BlockBuilder, x: Value, groups: number): Value {
  const [batch, heads, tokens, width] = x.shape;
  return b.reshape([x], { shape: [batch, groups, (heads / groups) * tokens, width] });
}

/** Far below any score, and still finite: a row that may look nowhere stays a number. */
const MASKED = -1e9;

/**
 * Scores where `mask` [B|1, T|1, S|1] is true, and far below them elsewhere; `scores` [B, (h,) T, S].
 * No gradient reaches what is masked, also in a row that may look nowhere.
 */
export function applyMask(b: BlockBuilder, scores: Value, mask: Value): Value {
  const [batch, tokens, source] = mask.shape;
  const shape = scores.shape.length === 3 ? mask.shape : [batch, 1, tokens, source];
  return b.where([b.reshape([mask], { shape }), scores, b.scalar(MASKED)]);
}
