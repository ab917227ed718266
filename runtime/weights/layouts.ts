/** The same values in another order: our layouts of weights and those of PyTorch, both ways. */

import { sizeOf } from '../graph/types';
import type { Layout, WeightSpec } from './types';

/** Ours seen as `view`, its axes taken in the order of `perm`, and called `shape`: theirs. */
export interface Rearrangement {
  readonly view: readonly number[];
  readonly perm: readonly number[];
  readonly shape: readonly number[];
  /** Axis of `shape` along which fused tensors are joined: the outputs. */
  readonly outputs: number;
}

/** Null where a layout does not apply to a weight of that shape. */
export function rearrange(spec: WeightSpec, layout: Layout): Rearrangement | null {
  const { shape } = spec;
  const rank = shape.length;
  const axes = shape.map((_, axis) => axis);
  switch (layout) {
    case 'same':
      return plain(shape);
    case 'leading':
      return { view: shape, perm: axes, shape: [1, ...shape], outputs: rank };
    case 'linear':
      if (rank !== 2) return null;
      return { view: shape, perm: [1, 0], shape: [shape[1], shape[0]], outputs: 0 };
    case 'convolution': {
      if (rank < 3) return null;
      const perm = [rank - 1, rank - 2, ...axes.slice(0, -2)];
      return { view: shape, perm, shape: perm.map((axis) => shape[axis]), outputs: 0 };
    }
    case 'depthwise': {
      if (rank < 3) return null;
      const [channels, multiplier] = shape.slice(-2);
      const perm = [rank - 2, rank - 1, ...axes.slice(0, -2)];
      const window = shape.slice(0, -2);
      return { view: shape, perm, shape: [channels * multiplier, 1, ...window], outputs: 0 };
    }
    case 'patches': {
      // [B, ..sides, C]
      const { params, input } = spec;
      const sides = new Array<number>(Math.max(0, input.length - 2)).fill(Number(params.patch));
      const view = [...sides, input[input.length - 1], shape[1]];
      if (rank !== 2 || sides.length < 2 || sizeOf(view) !== sizeOf(shape)) return null;
      return rearrange({ ...spec, shape: view }, 'convolution');
    }
  }
}

/** Alike. */
export function plain(shape: readonly number[]): Rearrangement {
  return { view: shape, perm: shape.map((_, axis) => axis), shape, outputs: shape.length - 1 };
}

/** Values of ours as theirs. */
export function toTheirs({ view, perm }: Rearrangement, values: Float32Array): Float32Array {
  return permute(values, view, perm);
}

/** Values of theirs as ours. */
export function toOurs({ view, perm }: Rearrangement, values: Float32Array): Float32Array {
  const inverse = perm.map((_, axis) => perm.indexOf(axis));
  return permute(
    values,
    perm.map((axis) => view[axis]),
    inverse,
  );
}

/** Row-major `values` of `shape` with its axes in the order of `perm`; the same array where that changes nothing. */
function permute(
  values: Float32Array,
  shape: readonly number[],
  perm: readonly number[],
): Float32Array {
  if (perm.every((axis, index) => axis === index)) return values;
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = strides[axis + 1] * shape[axis + 1];
  }
  const sizes = perm.map((axis) => shape[axis]);
  const steps = perm.map((axis) => strides[axis]);
  const inner = sizes.length - 1;
  const [size, step] = [sizes[inner], steps[inner]];
  const result = new Float32Array(values.length);
  const index = new Array<number>(sizes.length).fill(0);
  let from = 0;
  for (let to = 0; to < result.length; to += size) {
    for (let i = 0; i < size; i++) result[to + i] = values[from + i * step];
    for (let axis = inner - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++index[axis] < sizes[axis]) break;
      from -= steps[axis] * sizes[axis];
      index[axis] = 0;
    }
  }
  return result;
}

/** Part of a tensor along one axis. */
export interface Part {
  readonly axis: number;
  readonly begin: number;
  readonly size: number;
}

/** Copies a part out of `whole`, or into it. */
export function takePart(
  whole: Float32Array,
  shape: readonly number[],
  { axis, begin, size }: Part,
): Float32Array {
  const [outer, inner] = around(shape, axis);
  const part = new Float32Array(outer * size * inner);
  for (let row = 0; row < outer; row++) {
    const from = (row * shape[axis] + begin) * inner;
    part.set(whole.subarray(from, from + size * inner), row * size * inner);
  }
  return part;
}

export function putPart(
  whole: Float32Array,
  shape: readonly number[],
  { axis, begin, size }: Part,
  part: Float32Array,
): void {
  const [outer, inner] = around(shape, axis);
  for (let row = 0; row < outer; row++) {
    const from = row * size * inner;
    whole.set(part.subarray(from, from + size * inner), (row * shape[axis] + begin) * inner);
  }
}

/** Number of values before and after an axis. */
function around(shape: readonly number[], axis: number): [number, number] {
  const product = (sizes: readonly number[]) => sizes.reduce((size, n) => size * n, 1);
  return [product(shape.slice(0, axis)), product(shape.slice(axis + 1))];
}
