/**
 * Gaussian error linear unit, x Phi(x) (Hendrycks and Gimpel 2016, arXiv 1606.08415), exact by erf
 * or by its tanh approximation (section 2 there).
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { runFused } from '../fused';
import { takeInputs } from '../shapes';
import type { Op } from '../types';

export interface GeluAttrs {
  readonly approximate: boolean;
}

const defaults: GeluAttrs = { approximate: false };

/** sqrt(2 / pi). */
const TANH_SCALE = 0.7978845608028654;
const CUBIC = 0.044715;

export const gelu: Op<GeluAttrs> = defineOpWith(defaults, {
  name: 'gelu',
  infer: (inputs) => takeInputs('gelu', inputs, 1, ['float32'])[0],
  flops: (_inputs, output) => 8 * sizeOf(output.shape),
  workspace: (_inputs, output, { approximate }, fused) =>
    fused ? 0 : (approximate ? 8 : 4) * bytesOf(output),
  gradient: (b, { inputs, grad, attrs }) => [b.geluGrad([inputs[0]!, grad], attrs)],
  run: (tf, [x], { approximate }) =>
    runFused(tf, 'Gelu', [x!], { approximate }) ??
    tf.tidy(() => tf.mul(x!, gaussianShare(tf, x!, approximate))),
});

/** Phi(x), the normal distribution's share below x, or its tanh approximation. */
export function gaussianShare(tf: typeof tfjs, x: tfjs.Tensor, approximate: boolean): tfjs.Tensor {
  const odd = approximate
    ? tf.tanh(tf.mul(tf.mul(x, TANH_SCALE), tf.add(tf.mul(tf.square(x), CUBIC), 1)))
    : tf.erf(tf.mul(x, Math.SQRT1_2));
  return tf.mul(tf.add(odd, 1), 0.5);
}

/** Derivative of `gaussianShare`: the normal density, or that of the approximation. */
export function gaussianDensity(
  tf: typeof tfjs,
  x: tfjs.Tensor,
  share: tfjs.Tensor,
  approximate: boolean,
): tfjs.Tensor {
  const squared = tf.square(x);
  if (!approximate) {
    return tf.mul(tf.exp(tf.mul(squared, -0.5)), 1 / Math.sqrt(2 * Math.PI));
  }
  // With s = (1 + tanh u) / 2: ds/dx = 2 s (1 - s) du/dx.
  const slope = tf.add(tf.mul(squared, 3 * CUBIC * TANH_SCALE), TANH_SCALE);
  return tf.mul(tf.mul(tf.mul(share, tf.sub(1, share)), 2), slope);
}
