/** Masks that are known when a graph is compiled. */
import { sizeOf } from '../../graph/types';
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';

/** Nothing is masked: all false, of `shape`. */
export function falseMask(b: BlockBuilder, shape: readonly number[]): Value {
  return b.constant('false', { shape, dtype: 'bool' }, () => new Int32Array(sizeOf(shape)));
}
