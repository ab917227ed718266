/** Natural logarithm. */
import type { Op } from '../types';
import { unaryOp } from './elementwise';

export const log: Op = unaryOp(
  'log',
  1,
  (b, { inputs, grad }) => b.div([grad, inputs[0]!]),
  (tf, x) => tf.log(x),
);
