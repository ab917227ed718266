/** Gradient of gelu: g (Phi(x) + x phi(x)); inputs x and the gradient g that came in. */
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { runFused } from '../fused';
import { expectSameShape, takeInputs } from '../shapes';
import type { Op } from '../types';
import { type GeluAttrs, gaussianDensity, gaussianShare } from './gelu';

const defaults: GeluAttrs = { approximate: false };

export const geluGrad: Op<GeluAttrs> = defineOpWith(defaults, {
  name: 'geluGrad',
  infer(inputs) {
    const [x, grad] = takeInputs('geluGrad', inputs, 2, ['float32', 'float32']);
    expectSameShape('geluGrad', x, grad);
    return grad;
  },
  flops: (_inputs, output) => 14 * sizeOf(output.shape),
  workspace: (_inputs, output, { approximate }, fused) =>
    fused ? 0 : (approximate ? 17 : 10) * bytesOf(output),
  run: (tf, [x, grad], { approximate }) =>
    runFused(tf, 'GeluGrad', [x!, grad!], { approximate }) ??
    tf.tidy(() => {
      const share = gaussianShare(tf, x!, approximate);
      const density = gaussianDensity(tf, x!, share, approximate);
      return tf.mul(grad!, tf.add(share, tf.mul(x!, density)));
    }),
});
