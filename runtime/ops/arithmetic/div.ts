/** a / b. */
import type { Op } from '../types';
import { binaryOp } from './elementwise';

export const div: Op = binaryOp(
  'div',
  [
    (b, { inputs, grad }) => b.div([grad, inputs[1]!]),
    (b, { inputs, output, grad }) => b.neg([b.div([b.mul([grad, output]), inputs[1]!])]),
  ],
  (tf, x, y) => tf.div(x, y),
);
