/** 1 / (1 + e^-x). Its derivative is y (1 - y). */
import type { Op } from '../types';
import { unaryOp } from './elementwise';

export const sigmoid: Op = unaryOp(
  'sigmoid',
  3,
  (b, { output, grad }) =>
    b.mul([grad, b.mul([output, b.shift([b.neg([output])], { amount: 1 })])]),
  (tf, x) => tf.sigmoid(x),
);
