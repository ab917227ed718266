/** Masks that are known when a graph is compiled. */
import { sizeOf } from '../../graph/types';
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';

/** Nothing is masked: all false, of `shape`. */
export function falseMask(b: BlockBuilder, shape: readonly number[]): Value {
  return b.constant('false', { shape, dtype: 'bool' }, () => new Int32Array(sizeOf(shape)));
}

/** 0 to n - 1 as real numbers, in a shape of n values: what masks over places compare. */
export function placesAlong(b: BlockBuilder, count: number, shape: readonly number[]): Value {
  return b.constant(`places ${count}`, { shape, dtype: 'float32' }, () =>
    Float32Array.from({ length: count }, (_, i) => i),
  );
}
