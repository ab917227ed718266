/** The operator N: raises maps with one peak over maps with many. Itti, Koch, Niebur 1998, figure 2. */
import type { Value } from '../../../ops/types';
import type { BlockBuilder } from '../../types';

/** Keeps a map without any difference at 0. */
const LEAST_RANGE = 1e-6;

/**
 * Each map of `x` [B, H, W, C]: brought to 0..1, then times (1 - m)^2, m the mean of its peaks but the
 * highest. A peak is above 0 and not below any of its eight neighbours.
 */
export function promote(b: BlockBuilder, x: Value): Value {
  const space = { axes: [1, 2], keepDims: true };
  const least = b.min([x], space);
  const range = b.maximum([b.sub([b.max([x], space), least]), b.scalar(LEAST_RANGE)]);
  const map = b.div([b.sub([x, least]), range]);
  const around = b.maxPool([map], { size: [3, 3], strides: [1, 1], padding: [1, 1, 1, 1] });
  // In 0..1, rounding down -d tells whether d is 0: -1 where it is not. No masks need be held.
  const below = b.floor([b.sub([map, around])]);
  const peaks = b.mul([map, b.shift([below], { amount: 1 })]);
  const count = b.neg([b.sum([b.floor([b.neg([peaks])])], space)]);
  const others = b.relu([b.shift([count], { amount: -1 })]);
  const heights = b.sub([b.sum([peaks], space), b.max([map], space)]);
  const mean = b.div([heights, b.maximum([others, b.scalar(1)])]);
  return b.mul([map, b.square([b.shift([b.neg([mean])], { amount: 1 })])]);
}
