/** -x. */
import type { Op } from '../types';
import { unaryOp } from './elementwise';

export const neg: Op = unaryOp(
  'neg',
  1,
  (b, { grad }) => b.neg([grad]),
  (tf, x) => tf.neg(x),
);
