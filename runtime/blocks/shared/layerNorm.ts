/** Layer normalization over the last axis. Ba, Kiros, Hinton 2016, equations 3 and 4. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { affineNorm } from './affineNorm';
import { inRows } from './rows';

/** `x` [..., d] -> [..., d], with weights `<name>gamma` [d] (ones) and `<name>beta` [d] (zeros). */
export function layerNorm(b: BlockBuilder, x: Value, epsilon: number, name = ''): Value {
  return inRows(b, x, (rows) => affineNorm(b, b.normalize([rows], { eps: epsilon }), name));
}
