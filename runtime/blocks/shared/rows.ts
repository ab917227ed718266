/** Volumes have five axes, and backends compute with four at most: leading axes are merged for a while. */
import { sizeOf } from '../../graph/types';
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';

/**
 * `work` on `x` [..., d] as it is, or, above four axes, on its rows [rows, d]. `work` keeps the shape
 * and treats every row alike.
 */
export function inRows(b: BlockBuilder, x: Value, work: (rows: Value) => Value): Value {
  if (x.shape.length <= 4) return work(x);
  return b.reshape([work(mergeRows(b, x))], { shape: x.shape });
}

/** `x` [..., d] -> [rows, d] above four axes; otherwise as it is. */
export function mergeRows(b: BlockBuilder, x: Value): Value {
  if (x.shape.length <= 4) return x;
  const width = x.shape[x.shape.length - 1];
  return b.reshape([x], { shape: [sizeOf(x.shape) / width, width] });
}
