/** a where the condition holds, b elsewhere; all three with numpy broadcasting. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { sumTo } from '../gradients';
import { broadcastShapes, expectRankAtMost4, fail, sameShape, takeInputs } from '../shapes';
import type { Op, ValueType } from '../types';

function whereShape(inputs: readonly { readonly shape: readonly number[] }[]): readonly number[] {
  const [condition, a, b] = inputs;
  return broadcastShapes('where', condition!.shape, broadcastShapes('where', a!.shape, b!.shape));
}

export const where: Op = defineOp({
  name: 'where',
  infer(inputs) {
    const [, a, b] = takeInputs('where', inputs, 3, ['bool']);
    if (a.dtype !== b.dtype) fail('where', `got ${a.dtype} and ${b.dtype} to choose from`);
    const output: ValueType = { shape: whereShape(inputs), dtype: a.dtype };
    expectRankAtMost4('where', output);
    return output;
  },
  flops: (_inputs, output) => sizeOf(output.shape),
  gradient(b, { inputs, grad, needs }) {
    const [condition, x, y] = inputs;
    const zero = b.scalar(0);
    return [
      null,
      needs[1] ? sumTo(b, b.where([condition!, grad, zero]), x!.shape) : null,
      needs[2] ? sumTo(b, b.where([condition!, zero, grad]), y!.shape) : null,
    ];
  },
  // Not `tf.where`: on wasm it copies inputs that have the shape already.
  run: (tf, inputs) =>
    tf.tidy(() => {
      const shape = whereShape(inputs);
      const [condition, t, e] = inputs.map((input) =>
        sameShape(input.shape, shape) ? input : tf.broadcastTo(input, [...shape]),
      );
      return tf
        .engine()
        .runKernel('Select', { condition: condition!, t: t!, e: e! }) as tfjs.Tensor;
    }),
  dispatches(inputs) {
    const shape = whereShape(inputs);
    return 1 + inputs.filter((input) => !sameShape(input.shape, shape)).length;
  },
  // What is repeated; tfjs keeps a condition in one byte an element.
  workspace: (inputs, { shape }) =>
    inputs
      .filter((input) => !sameShape(input.shape, shape))
      .reduce((sum, { dtype }) => sum + sizeOf(shape) * (dtype === 'bool' ? 1 : 4), 0),
});
