/** a * b. */
import type { Op } from '../types';
import { binaryOp } from './elementwise';

export const mul: Op = binaryOp(
  'mul',
  [
    (b, { inputs, grad }) => b.mul([grad, inputs[1]!]),
    (b, { inputs, grad }) => b.mul([grad, inputs[0]!]),
  ],
  (tf, x, y) => tf.mul(x, y),
);
