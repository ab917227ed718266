/** a - b. */
import type { Op } from '../types';
import { binaryOp } from './elementwise';

export const sub: Op = binaryOp(
  'sub',
  [(_b, { grad }) => grad, (b, { grad }) => b.neg([grad])],
  (tf, x, y) => tf.sub(x, y),
);
