/** a = b. */
import type { Op } from '../types';
import { predicateOp } from './elementwise';

export const equal: Op = predicateOp('equal', 'number', (tf, x, y) => tf.equal(x, y));
