/** Dropout: in training each value is zeroed with probability `rate`, the rest is scaled up. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { inRows } from './rows';

/** `x` of any shape; `key` tells apart the dropouts of one block. Does nothing outside training. */
export function dropout(b: BlockBuilder, x: Value, rate: number, key: string): Value {
  if (!b.training || rate === 0) return x;
  return inRows(b, x, (rows) => b.mul([rows, b.dropoutMask([], { shape: rows.shape, rate, key })]));
}
