/** a where the condition holds, b elsewhere; all three with numpy broadcasting. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { bytesOf, sizeOf } from '../../graph/types';
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
  run: (tf, inputs) => {
    const [condition, a, b] = inputs as [tfjs.Tensor<tfjs.Rank>, tfjs.Tensor, tfjs.Tensor];
    return tf.where(condition, a, b);
  },
  dispatches(inputs) {
    const shape = whereShape(inputs);
    return 1 + inputs.filter((input) => !sameShape(input.shape, shape)).length;
  },
  // On wasm a copy of each input, even where it has the shape already.
  workspace: (inputs, output, _attrs, fused) =>
    inputs.filter(({ shape }) => fused || !sameShape(shape, output.shape)).length * bytesOf(output),
});
