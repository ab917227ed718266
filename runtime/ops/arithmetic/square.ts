/** x^2. */
import type { Op } from '../types';
import { unaryOp } from './elementwise';

export const square: Op = unaryOp(
  'square',
  1,
  (b, { inputs, grad }) => b.scale([b.mul([grad, inputs[0]!])], { factor: 2 }),
  (tf, x) => tf.square(x),
);
