/** Hyperbolic tangent. Its derivative is 1 - y^2. */
import type { Op } from '../types';
import { unaryOp } from './elementwise';

export const tanh: Op = unaryOp(
  'tanh',
  1,
  (b, { output, grad }) => b.mul([grad, b.shift([b.neg([b.square([output])])], { amount: 1 })]),
  (tf, x) => tf.tanh(x),
);
