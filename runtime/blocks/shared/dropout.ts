/** Dropout: in training each value is zeroed with probability `rate`, the rest is scaled up. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';

/** `x` of any shape; `key` tells apart the dropouts of one block. Does nothing outside training. */
export function dropout(b: BlockBuilder, x: Value, rate: number, key: string): Value {
  if (!b.training || rate === 0) return x;
  return b.mul([x, b.dropoutMask([], { shape: x.shape, rate, key })]);
}
