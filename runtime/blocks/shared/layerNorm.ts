/** Layer normalization over the last axis. Ba, Kiros, Hinton 2016, equations 3 and 4. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';

/** `x` [..., d] -> [..., d], with weights `gamma` [d] (ones) and `beta` [d] (zeros). */
export function layerNorm(b: BlockBuilder, x: Value, epsilon: number): Value {
  const width = x.shape[x.shape.length - 1];
  const gamma = b.weight('gamma', [width], { kind: 'ones' });
  const beta = b.weight('beta', [width], { kind: 'zeros' });
  return b.add([b.mul([b.normalize([x], { eps: epsilon }), gamma]), beta]);
}
