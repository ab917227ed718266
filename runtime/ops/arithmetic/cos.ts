/** Cosine, of an angle in radians. */
import type { Op } from '../types';
import { unaryOp } from './elementwise';

export const cos: Op = unaryOp(
  'cos',
  1,
  (b, { inputs, grad }) => b.neg([b.mul([grad, b.sin([inputs[0]!])])]),
  (tf, x) => tf.cos(x),
);
