/**
 * Shifts and scales the last axis to mean 0 and variance 1: (x - mean) / sqrt(var + eps), biased
 * variance. The core of layer normalization (Ba et al. 2016, arXiv 1607.06450, equation 3).
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { runFused } from '../fused';
import { fail, rowBytes, takeInputs } from '../shapes';
import type { Op } from '../types';

export interface NormalizeAttrs {
  /** Added to the variance. */
  readonly eps: number;
}

const defaults: NormalizeAttrs = { eps: 1e-5 };

export const normalize: Op<NormalizeAttrs> = defineOpWith(defaults, {
  name: 'normalize',
  infer(inputs) {
    const [x] = takeInputs('normalize', inputs, 1, ['float32']);
    if (x.shape.length === 0) fail('normalize', 'needs at least one axis');
    return x;
  },
  flops: (_inputs, output) => 6 * sizeOf(output.shape),
  workspace: (_inputs, output, _attrs, fused) =>
    fused ? 0 : 2 * bytesOf(output) + 4 * rowBytes(output),
  gradient: (b, { inputs, grad, attrs }) => [b.normalizeGrad([inputs[0]!, grad], attrs)],
  run: (tf, [x], { eps }) =>
    runFused(tf, 'NormalizeRows', [x!], { eps }) ??
    tf.tidy(() => {
      const { centred, inverse } = standardize(tf, x!, eps);
      return tf.mul(centred, inverse);
    }),
});

/** x - mean, and 1 / sqrt(var + eps), along the last axis. To be called in a tidy. */
export function standardize(
  tf: typeof tfjs,
  x: tfjs.Tensor,
  eps: number,
): { centred: tfjs.Tensor; inverse: tfjs.Tensor } {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), eps));
  return { centred, inverse };
}
