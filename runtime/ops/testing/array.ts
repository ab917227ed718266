/** Plain float64 arrays with a shape, for the reference values of tests. */
import { sizeOf } from '../../graph/types';
import type { DType } from '../types';

export interface RefArray {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: Float64Array;
}

export function makeArray(
  shape: readonly number[],
  valueAt: (index: readonly number[], flat: number) => number,
  dtype: DType = 'float32',
): RefArray {
  const data = new Float64Array(sizeOf(shape));
  forEachIndex(shape, (index, flat) => {
    data[flat] = valueAt(index, flat);
  });
  return { shape, dtype, data };
}

/** Visits every index in row-major order. The index array is reused. */
export function forEachIndex(
  shape: readonly number[],
  visit: (index: readonly number[], flat: number) => void,
): void {
  const index = shape.map(() => 0);
  const size = sizeOf(shape);
  for (let flat = 0; flat < size; flat++) {
    visit(index, flat);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = index[axis]! + 1;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
}

export function flatIndex(shape: readonly number[], index: readonly number[]): number {
  let flat = 0;
  for (let axis = 0; axis < shape.length; axis++) flat = flat * shape[axis]! + index[axis]!;
  return flat;
}

/** The element at an index of a shape that `a` broadcasts to. */
export function readBroadcast(a: RefArray, index: readonly number[]): number {
  const skipped = index.length - a.shape.length;
  let flat = 0;
  for (let axis = 0; axis < a.shape.length; axis++) {
    const size = a.shape[axis]!;
    flat = flat * size + (size === 1 ? 0 : index[axis + skipped]!);
  }
  return a.data[flat]!;
}

/** The element at an index, or `outside` beyond the edges. */
export function readOr(a: RefArray, index: readonly number[], outside: number): number {
  const isInside = index.every((at, axis) => at >= 0 && at < a.shape[axis]!);
  return isInside ? a.data[flatIndex(a.shape, index)]! : outside;
}
