/** max(x, 0). */
import type { Op } from '../types';
import { unaryOp } from './elementwise';

export const relu: Op = unaryOp(
  'relu',
  1,
  (b, { output, grad }) => b.reluGrad([output, grad]),
  (tf, x) => tf.relu(x),
);
