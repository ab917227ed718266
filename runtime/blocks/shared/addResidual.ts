/** A residual connection around a sub-layer. He et al. 2016; Vaswani et al. 2017, section 5.4. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { dropout } from './dropout';
import { mergeRows } from './rows';

/** `x` + `sublayer`, both of one shape, of any rank; in training a share `rate` of the latter is dropped. */
export function addResidual(b: BlockBuilder, x: Value, sublayer: Value, rate: number): Value {
  const dropped = dropout(b, sublayer, rate, 'sublayer');
  if (x.shape.length <= 4) return b.add([x, dropped]);
  const sum = b.add([mergeRows(b, x), mergeRows(b, dropped)]);
  return b.reshape([sum], { shape: x.shape });
}
