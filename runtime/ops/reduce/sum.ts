/** Sum over `axes`. */
import { spread } from '../gradients';
import type { Op } from '../types';
import { type ReduceAttrs, reduceOp } from './reduceOp';

export const sum: Op<ReduceAttrs> = reduceOp(
  'sum',
  (b, { inputs, grad, attrs }) => [spread(b, grad, inputs[0]!.shape, attrs.axes)],
  (tf, x, axes, keepDims) => tf.sum(x, axes, keepDims),
);
