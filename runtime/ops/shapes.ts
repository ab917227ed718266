/** Shape rules that several ops share. */
import { bytesOf } from '../graph/types';
import type { DType, ValueType } from './types';
import { OpError } from './types';

export function fail(op: string, message: string): never {
  throw new OpError(`${op}: ${message}`);
}

/** `[2, 65, 768]`, as messages print shapes. */
export function printShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** Bytes of one number for each row along the last axis. */
export function rowBytes({ shape, dtype }: ValueType): number {
  return bytesOf({ shape: shape.slice(0, -1), dtype });
}

/** The inputs as a tuple, once their number and (where given) dtypes are right. */
export function takeInputs<N extends number>(
  op: string,
  inputs: readonly ValueType[],
  count: N,
  dtypes?: readonly DType[],
): N extends 1
  ? readonly [ValueType]
  : N extends 2
    ? readonly [ValueType, ValueType]
    : readonly [ValueType, ValueType, ValueType] {
  if (inputs.length !== count) fail(op, `takes ${count} inputs, got ${inputs.length}`);
  inputs.forEach((input, index) => {
    const expected = dtypes?.[index];
    if (expected && input.dtype !== expected) {
      fail(op, `input ${index} must be ${expected}, got ${input.dtype}`);
    }
  });
  return inputs as unknown as ReturnType<typeof takeInputs<N>>;
}

/** Shape of an elementwise result, by numpy's rule. */
export function broadcastShapes(
  op: string,
  a: readonly number[],
  b: readonly number[],
): readonly number[] {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      fail(op, `${printShape(a)} and ${printShape(b)} do not broadcast`);
    }
    shape.push(sizeA === 1 ? sizeB : sizeA);
  }
  return shape;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

export function expectSameShape(op: string, a: ValueType, b: ValueType): void {
  if (!sameShape(a.shape, b.shape)) {
    fail(op, `${printShape(a.shape)} and ${printShape(b.shape)} must be equal`);
  }
}

/** Backends compute wrong values or throw above rank 4, but for views and sums. */
export function expectRankAtMost4(op: string, type: ValueType): void {
  if (type.shape.length > 4) fail(op, `rank ${type.shape.length} is over 4`);
}
