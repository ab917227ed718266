/** The larger of a and b. Where they are equal, `a` takes the whole gradient. */
import type { Op, OpBuilder, Value } from '../types';
import { binaryOp } from './elementwise';

export const maximum: Op = binaryOp(
  'maximum',
  [
    (b, { inputs, grad }) => b.where([isFirst(b, inputs), grad, b.scalar(0)]),
    (b, { inputs, grad }) => b.where([isFirst(b, inputs), b.scalar(0), grad]),
  ],
  (tf, x, y) => tf.maximum(x, y),
);

function isFirst(b: OpBuilder, inputs: readonly Value[]): Value {
  return b.greaterEqual([inputs[0]!, inputs[1]!]);
}
