/** Sum over `axes`. */
import { spread } from '../gradients';
import type { Op } from '../types';
import { type ReduceAttrs, reduceOp, sumMiddle } from './reduceOp';

export const sum: Op<ReduceAttrs> = reduceOp(
  'sum',
  (b, { inputs, grad, attrs }) => [spread(b, grad, inputs[0]!.shape, attrs.axes)],
  (tf, x, axes, keepDims) => sumMiddle(tf, x, axes, keepDims, () => 1) ?? tf.sum(x, axes, keepDims),
  true,
);
