/** 1 / sqrt(x). Its derivative is -y^3 / 2. */
import type { Op } from '../types';
import { unaryOp } from './elementwise';

export const rsqrt: Op = unaryOp(
  'rsqrt',
  2,
  (b, { output, grad }) =>
    b.scale([b.mul([grad, b.mul([output, b.square([output])])])], { factor: -0.5 }),
  (tf, x) => tf.rsqrt(x),
);
