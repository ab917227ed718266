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
  return reshapeTo(b, summed, shape);
}

/** Repeats a reduced value along the reduced axes, back to `shape`. */
export function spread(
  b: OpBuilder,
  reduced: Value,
  shape: readonly number[],
  axes: readonly number[],
): Value {
  // Neighbours that are repeated alike are merged, since broadcasting is held to rank 4.
  const groups: { size: number; repeated: boolean }[] = [];
  shape.forEach((size, axis) => {
    const repeated = axes.includes(axis);
    const last = groups.at(-1);
    if (last && (size === 1 || last.repeated === repeated)) last.size *= size;
    else groups.push({ size, repeated });
  });
  const merged = groups.map(({ size }) => size);
  const kept = groups.map(({ size, repeated }) => (repeated ? 1 : size));
  const aligned = reshapeTo(b, reduced, kept);
  const repeated = sameShape(kept, merged) ? aligned : b.broadcastTo([aligned], { shape: merged });
  return reshapeTo(b, repeated, shape);
}

function reshapeTo(b: OpBuilder, value: Value, shape: readonly number[]): Value {
  return sameShape(value.shape, shape) ? value : b.reshape([value], { shape });
}
