/** Square root. */
import type { Op } from '../types';
import { unaryOp } from './elementwise';

export const sqrt: Op = unaryOp(
  'sqrt',
  1,
  (b, { output, grad }) => b.scale([b.div([grad, output])], { factor: 0.5 }),
  (tf, x) => tf.sqrt(x),
);
