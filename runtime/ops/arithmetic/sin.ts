/** Sine, of an angle in radians. */
import type { Op } from '../types';
import { unaryOp } from './elementwise';

export const sin: Op = unaryOp(
  'sin',
  1,
  (b, { inputs, grad }) => b.mul([grad, b.cos([inputs[0]!])]),
  (tf, x) => tf.sin(x),
);
