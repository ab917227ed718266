/**
 * Gradient of normalize: with y the normalized x and r = 1 / sqrt(var + eps),
 * r (g - mean(g) - y mean(g y)), means along the last axis. Inputs x and the gradient g.
 */
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { runFused } from '../fused';
import { expectSameShape, rowBytes, takeInputs } from '../shapes';
import type { Op } from '../types';
import { type NormalizeAttrs, standardize } from './normalize';

const defaults: NormalizeAttrs = { eps: 1e-5 };

export const normalizeGrad: Op<NormalizeAttrs> = defineOpWith(defaults, {
  name: 'normalizeGrad',
  infer(inputs) {
    const [x, grad] = takeInputs('normalizeGrad', inputs, 2, ['float32', 'float32']);
    expectSameShape('normalizeGrad', x, grad);
    return grad;
  },
  flops: (_inputs, output) => 12 * sizeOf(output.shape),
  workspace: (_inputs, output, _attrs, fused) =>
    fused ? 0 : 7 * bytesOf(output) + 6 * rowBytes(output),
  run: (tf, [x, grad], { eps }) =>
    runFused(tf, 'NormalizeRowsGrad', [x!, grad!], { eps }) ??
    tf.tidy(() => {
      const { centred, inverse } = standardize(tf, x!, eps);
      const y = tf.mul(centred, inverse);
      const along = tf.mul(y, tf.mean(tf.mul(grad!, y), -1, true));
      return tf.mul(tf.sub(tf.sub(grad!, tf.mean(grad!, -1, true)), along), inverse);
    }),
});
