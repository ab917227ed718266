/** What references of ops are made of: element by element, row by row, over axes; all in float64. */
import { broadcastShapes } from '../shapes';
import type { DType, RunContext } from '../types';
import { flatIndex, forEachIndex, makeArray, type RefArray, readBroadcast } from './array';

export type Reference = (
  inputs: readonly RefArray[],
  // biome-ignore lint/suspicious/noExplicitAny: attributes differ from op to op
  attrs: any,
  context: RunContext,
) => RefArray;

export const unary =
  (f: (x: number) => number, dtype: DType = 'float32'): Reference =>
  ([x]) =>
    makeArray(x!.shape, (_index, flat) => f(x!.data[flat]!), dtype);

export const binary =
  (f: (a: number, b: number) => number, dtype?: DType): Reference =>
  ([a, b]) =>
    makeArray(
      broadcastShapes('reference', a!.shape, b!.shape),
      (index) => f(readBroadcast(a!, index), readBroadcast(b!, index)),
      dtype ?? a!.dtype,
    );

export const reduce =
  (start: number, step: (total: number, x: number) => number, isMean = false): Reference =>
  ([x], { axes, keepDims }: { axes: number[]; keepDims: boolean }) => {
    const kept = x!.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const out = makeArray(kept, () => start);
    forEachIndex(x!.shape, (index, flat) => {
      const at = flatIndex(
        kept,
        index.map((i, axis) => (axes.includes(axis) ? 0 : i)),
      );
      out.data[at] = step(out.data[at]!, x!.data[flat]!);
    });
    const count = isMean ? x!.data.length / out.data.length : 1;
    const shape = keepDims ? kept : x!.shape.filter((_size, axis) => !axes.includes(axis));
    return makeArray(shape, (_index, flat) => out.data[flat]! / count);
  };

/** Applies `f` to each row of the last axis; further inputs are given row by row too. */
export const rows =
  (f: (...rows: number[][]) => number[]): Reference =>
  (inputs) => {
    const { shape, data } = inputs[0]!;
    const size = shape.at(-1)!;
    const out = new Float64Array(data.length);
    for (let start = 0; start < data.length; start += size) {
      out.set(f(...inputs.map((input) => [...input.data.subarray(start, start + size)])), start);
    }
    return { shape, dtype: 'float32', data: out };
  };

export const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
