/** Gradient of softmax from its output y: y (g - sum(g y)), the sum along the last axis. */
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { runFused } from '../fused';
import { expectSameShape, rowBytes, takeInputs } from '../shapes';
import type { Op } from '../types';

export const softmaxGrad: Op = defineOp({
  name: 'softmaxGrad',
  infer(inputs) {
    const [y, grad] = takeInputs('softmaxGrad', inputs, 2, ['float32', 'float32']);
    expectSameShape('softmaxGrad', y, grad);
    return grad;
  },
  flops: (_inputs, output) => 4 * sizeOf(output.shape),
  workspace: (_inputs, output, _attrs, fused) =>
    fused ? 0 : 2 * bytesOf(output) + rowBytes(output),
  run: (tf, [y, grad]) =>
    runFused(tf, 'SoftmaxGrad', [y!, grad!], {}) ??
    tf.tidy(() => {
      const total = tf.sum(tf.mul(grad!, y!), -1, true);
      return tf.mul(tf.sub(grad!, total), y!);
    }),
});
