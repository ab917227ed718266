/** Makes ops of one or two inputs that work element by element. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { sumTo } from '../gradients';
import { broadcastShapes, expectRankAtMost4, fail, takeInputs } from '../shapes';
import type { DType, Op, OpBuilder, Value } from '../types';

/** What the gradient rule of one input sees: the inputs, the output and the gradient that came in. */
export interface ElementwiseGradient {
  readonly inputs: readonly Value[];
  readonly output: Value;
  readonly grad: Value;
}

type Rule = (b: OpBuilder, args: ElementwiseGradient) => Value;

/** A float32 op of one input. `cost` is in operations an element. */
export function unaryOp(
  name: string,
  cost: number,
  rule: Rule,
  run: (tf: typeof tfjs, x: tfjs.Tensor) => tfjs.Tensor,
): Op {
  return defineOp({
    name,
    infer(inputs) {
      const [x] = takeInputs(name, inputs, 1, ['float32']);
      return x;
    },
    flops: (_inputs, output) => cost * sizeOf(output.shape),
    gradient: (b, { inputs, output, grad }) => [rule(b, { inputs, output, grad })],
    run: (tf, [x]) => run(tf, x!),
  });
}

/**
 * An op of two inputs with numpy broadcasting. The rules give the gradient as if nothing had been
 * broadcast; it is then summed back to the input's shape.
 */
export function binaryOp(
  name: string,
  rules: readonly [Rule, Rule],
  run: (tf: typeof tfjs, a: tfjs.Tensor, b: tfjs.Tensor) => tfjs.Tensor,
): Op {
  return defineOp({
    name,
    infer(inputs) {
      const [a, b] = takeInputs(name, inputs, 2);
      if (a.dtype !== b.dtype || a.dtype === 'bool') {
        fail(name, `needs two inputs of one number type, got ${a.dtype} and ${b.dtype}`);
      }
      const output = { shape: broadcastShapes(name, a.shape, b.shape), dtype: a.dtype };
      expectRankAtMost4(name, output);
      return output;
    },
    flops: (_inputs, output) => sizeOf(output.shape),
    gradient: (b, { inputs, output, grad, needs }) =>
      rules.map((rule, index) =>
        needs[index] ? sumTo(b, rule(b, { inputs, output, grad }), inputs[index]!.shape) : null,
      ),
    run: (tf, [x, y]) => run(tf, x!, y!),
  });
}

/** A comparison or logical op: bool output with numpy broadcasting, no gradient. */
export function predicateOp(
  name: string,
  dtype: DType | 'number',
  run: (tf: typeof tfjs, a: tfjs.Tensor, b: tfjs.Tensor) => tfjs.Tensor,
): Op {
  return defineOp({
    name,
    infer(inputs) {
      const [a, b] = takeInputs(name, inputs, 2);
      const isFit = dtype === 'number' ? a.dtype !== 'bool' : a.dtype === dtype;
      if (a.dtype !== b.dtype || !isFit) {
        fail(name, `needs two inputs of one ${dtype} type, got ${a.dtype} and ${b.dtype}`);
      }
      const output = { shape: broadcastShapes(name, a.shape, b.shape), dtype: 'bool' as const };
      expectRankAtMost4(name, output);
      return output;
    },
    flops: (_inputs, output) => sizeOf(output.shape),
    run: (tf, [x, y]) => run(tf, x!, y!),
  });
}
