/** Losses over classes or tokens: of each place, and their mean over the places that count. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';

/**
 * Name of the metric of a loss over tokens: its cross-entropy without label smoothing, natural
 * logarithm, mean of a token. Bits per character are told from it.
 */
export const NATS = 'nats';

/** Cross-entropy of each place: `logits` [..., K], `labels` int32 [...] -> [...]. */
export function crossEntropyOfEach(
  b: BlockBuilder,
  logits: Value,
  labels: Value,
  smoothing = 0,
): Value {
  const last = logits.shape.length - 1;
  const logProbabilities = b.logSoftmax([logits]);
  const chosen = b.mul([logProbabilities, b.oneHot([labels], { depth: logits.shape[last] })]);
  const right = b.sum([chosen], { axes: [last], keepDims: false });
  if (smoothing === 0) return b.neg([right]);
  const spread = b.mean([logProbabilities], { axes: [last], keepDims: false });
  return b.neg([
    b.add([b.scale([right], { factor: 1 - smoothing }), b.scale([spread], { factor: smoothing })]),
  ]);
}

/** 1 where the largest of `logits` [..., K] is the label [...], else 0. */
export function rightOfEach(b: BlockBuilder, logits: Value, labels: Value): Value {
  return b.cast([b.equal([b.argMax([logits]), labels])], { dtype: 'float32' });
}

/** Mean of `x`, over the places where `counts` (same shape) is 1; 0 where none counts. */
export function weightedMean(b: BlockBuilder, x: Value, counts: Value | null): Value {
  if (!counts) return meanOfAll(b, x);
  const total = sumOfAll(b, b.mul([x, counts]));
  return b.div([total, b.maximum([sumOfAll(b, counts), b.scalar(1)])]);
}

export function sumOfAll(b: BlockBuilder, x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return axes.length === 0 ? x : b.sum([x], { axes, keepDims: false });
}

export function meanOfAll(b: BlockBuilder, x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return axes.length === 0 ? x : b.mean([x], { axes, keepDims: false });
}
