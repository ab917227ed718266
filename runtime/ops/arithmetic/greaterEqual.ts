/** a >= b. */
import type { Op } from '../types';
import { predicateOp } from './elementwise';

export const greaterEqual: Op = predicateOp('greaterEqual', 'number', (tf, x, y) =>
  tf.greaterEqual(x, y),
);
