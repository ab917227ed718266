/** The smaller of a and b. Where they are equal, `a` takes the whole gradient. */
import type { Op, OpBuilder, Value } from '../types';
import { binaryOp } from './elementwise';

export const minimum: Op = binaryOp(
  'minimum',
  [
    (b, { inputs, grad }) => b.where([isFirst(b, inputs), grad, b.scalar(0)]),
    (b, { inputs, grad }) => b.where([isFirst(b, inputs), b.scalar(0), grad]),
  ],
  (tf, x, y) => tf.minimum(x, y),
);

function isFirst(b: OpBuilder, inputs: readonly Value[]): Value {
  return b.greaterEqual([inputs[1]!, inputs[0]!]);
}
