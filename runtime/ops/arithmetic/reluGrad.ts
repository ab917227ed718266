/** Gradient of relu from its output y: the gradient that came in where y > 0, else 0. */
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { runFused } from '../fused';
import { expectSameShape, takeInputs } from '../shapes';
import type { Op } from '../types';

export const reluGrad: Op = defineOp({
  name: 'reluGrad',
  infer(inputs) {
    const [y, grad] = takeInputs('reluGrad', inputs, 2, ['float32', 'float32']);
    expectSameShape('reluGrad', y, grad);
    return grad;
  },
  flops: (_inputs, output) => sizeOf(output.shape),
  workspace: (_inputs, output, _attrs, fused) => (fused ? 0 : bytesOf(output)),
  run: (tf, [y, grad]) =>
    runFused(tf, 'ReluGrad', [y!, grad!], {}) ?? tf.tidy(() => tf.mul(grad!, tf.step(y!))),
});
