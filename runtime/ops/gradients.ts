/** Steps that several gradient rules share. */
import { sameShape } from './shapes';
import type { OpBuilder, Value } from './types';

/** Undoes broadcasting: sums `grad` over the axes that were repeated, back to `shape`. */
export function sumTo(b: OpBuilder, grad: Value, shape: readonly number[]): Value {
  if (sameShape(grad.shape, shape)) return grad;
  const added = grad.shape.length - shape.length;
  const axes: number[] = [];
  grad.shape.forEach((size, axis) => {
    if (axis < added || (shape[axis - added] === 1 && size !== 1)) axes.push(axis);
  });
  const summed = axes.length > 0 ? b.sum([grad], { axes, keepDims: false }) : grad;
  return sameShape(summed.shape, shape) ? summed : b.reshape([summed], { shape });
}

/** Repeats a reduced value along the reduced axes, back to `shape`. */
export function spread(
  b: OpBuilder,
  reduced: Value,
  shape: readonly number[],
  axes: readonly number[],
): Value {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const aligned = sameShape(reduced.shape, kept) ? reduced : b.reshape([reduced], { shape: kept });
  return sameShape(kept, shape) ? aligned : b.broadcastTo([aligned], { shape });
}
