/** Mean over `axes`. */
import { sizeOf } from '../../graph/types';
import { spread } from '../gradients';
import type { Op } from '../types';
import { type ReduceAttrs, reduceOp, sumMiddle } from './reduceOp';

export const mean: Op<ReduceAttrs> = reduceOp(
  'mean',
  (b, { inputs, grad, attrs }) => {
    const { shape } = inputs[0]!;
    const count = sizeOf(attrs.axes.map((axis) => shape[axis]!));
    return [spread(b, b.scale([grad], { factor: 1 / count }), shape, attrs.axes)];
  },
  (tf, x, axes, keepDims) =>
    sumMiddle(tf, x, axes, keepDims, (count) => 1 / count) ?? tf.mean(x, axes, keepDims),
  true,
);
