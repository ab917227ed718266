/** a and b. */
import type { Op } from '../types';
import { predicateOp } from './elementwise';

export const logicalAnd: Op = predicateOp('logicalAnd', 'bool', (tf, x, y) => tf.logicalAnd(x, y));
