/** a + b. */
import type { Op } from '../types';
import { binaryOp } from './elementwise';

export const add: Op = binaryOp(
  'add',
  [(_b, { grad }) => grad, (_b, { grad }) => grad],
  (tf, x, y) => tf.add(x, y),
);
