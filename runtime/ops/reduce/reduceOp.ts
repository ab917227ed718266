/** Makes ops that reduce some axes of one float32 input. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { runFused } from '../fused';
import { fail, printShape, takeInputs } from '../shapes';
import type { GradientArgs, Op, OpBuilder, Value } from '../types';

export interface ReduceAttrs {
  /** Non-negative axes, each once. */
  readonly axes: readonly number[];
  /** Keep reduced axes with size 1. */
  readonly keepDims: boolean;
}

export function reduceOp(
  name: string,
  gradient: (b: OpBuilder, args: GradientArgs<ReduceAttrs>) => readonly (Value | null)[],
  run: (tf: typeof tfjs, x: tfjs.Tensor, axes: number[], keepDims: boolean) => tfjs.Tensor,
  isSum = false,
): Op<ReduceAttrs> {
  const defaults: ReduceAttrs = { axes: [], keepDims: false };
  return defineOpWith(defaults, {
    name,
    infer(inputs, { axes, keepDims }) {
      const [x] = takeInputs(name, inputs, 1, ['float32']);
      const rank = x.shape.length;
      const isFit = axes.every((axis) => Number.isInteger(axis) && axis >= 0 && axis < rank);
      if (axes.length === 0 || !isFit || new Set(axes).size !== axes.length) {
        fail(name, `axes ${printShape(axes)} do not fit ${printShape(x.shape)}`);
      }
      const shape = x.shape.flatMap((size, axis) => {
        if (!axes.includes(axis)) return [size];
        return keepDims ? [1] : [];
      });
      return { shape, dtype: 'float32' };
    },
    flops: (inputs) => sizeOf(inputs[0]!.shape),
    gradient,
    run: (tf, [x], { axes, keepDims }) => run(tf, x!, [...axes], keepDims),
    // Kernels reduce the last axes; any others are first made the last by a transpose.
    dispatches([x], { axes }) {
      const rank = x!.shape.length;
      if (axes.every((axis) => axis >= rank - axes.length)) return 1;
      const middle = findMiddle(x!.shape, axes);
      return isSum && middle && middle.after > 1 ? 1 : 2;
    },
  });
}

/** A shape seen as [before, count, after], of which the middle is reduced. */
interface Middle {
  readonly before: number;
  readonly count: number;
  readonly after: number;
}

/** Null where the axes (those of size 1 aside) are not neighbours. */
function findMiddle(shape: readonly number[], axes: readonly number[]): Middle | null {
  const reduced = axes.filter((axis) => shape[axis] !== 1).sort((a, b) => a - b);
  const first = reduced[0] ?? shape.length;
  const last = reduced.at(-1) ?? first - 1;
  const count = sizeOf(shape.slice(first, last + 1));
  if (count !== sizeOf(reduced.map((axis) => shape[axis]!))) return null;
  return { before: sizeOf(shape.slice(0, first)), count, after: sizeOf(shape.slice(last + 1)) };
}

/**
 * `factor` times the sum over axes that are not the last ones, such as the gradient of every bias,
 * without the transpose; null where the backend has no kernel for it.
 */
export function sumMiddle(
  tf: typeof tfjs,
  x: tfjs.Tensor,
  axes: readonly number[],
  keepDims: boolean,
  factor: (count: number) => number,
): tfjs.Tensor | null {
  const middle = findMiddle(x.shape, axes);
  if (!middle || middle.after === 1) return null;
  const shape = x.shape.flatMap((size, axis) => {
    if (!axes.includes(axis)) return [size];
    return keepDims ? [1] : [];
  });
  return runFused(tf, 'SumMiddle', [x], { ...middle, shape, factor: factor(middle.count) });
}

/** Gradient of max and min: it goes to the elements that equal the result, in equal shares. */
export function extremumGradient(
  b: OpBuilder,
  { inputs, output, grad, attrs }: GradientArgs<ReduceAttrs>,
): readonly Value[] {
  const x = inputs[0]!;
  const kept = x.shape.map((size, axis) => (attrs.axes.includes(axis) ? 1 : size));
  const chosen = b.cast([b.equal([x, b.reshape([output], { shape: kept })])], { dtype: 'float32' });
  const count = b.sum([chosen], { axes: attrs.axes, keepDims: true });
  const share = b.div([b.reshape([grad], { shape: kept }), count]);
  return [b.mul([chosen, share])];
}
