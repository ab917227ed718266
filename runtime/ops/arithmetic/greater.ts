/** a > b. */
import type { Op } from '../types';
import { predicateOp } from './elementwise';

export const greater: Op = predicateOp('greater', 'number', (tf, x, y) => tf.greater(x, y));
