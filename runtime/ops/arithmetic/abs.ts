/** Absolute value; slope 0 at 0. */
import type { Op } from '../types';
import { unaryOp } from './elementwise';

export const abs: Op = unaryOp(
  'abs',
  1,
  (b, { inputs, grad }) =>
    b.sub([
      b.where([b.greater([inputs[0]!, b.scalar(0)]), grad, b.scalar(0)]),
      b.where([b.greater([b.scalar(0), inputs[0]!]), grad, b.scalar(0)]),
    ]),
  (tf, x) => tf.abs(x),
);
