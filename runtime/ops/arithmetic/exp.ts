/** e to the x. */
import type { Op } from '../types';
import { unaryOp } from './elementwise';

export const exp: Op = unaryOp(
  'exp',
  1,
  (b, { output, grad }) => b.mul([grad, output]),
  (tf, x) => tf.exp(x),
);
