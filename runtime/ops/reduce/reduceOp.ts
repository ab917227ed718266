/** Makes ops that reduce some axes of one float32 input. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
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
  });
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
