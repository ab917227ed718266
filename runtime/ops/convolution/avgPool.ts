/** Mean of each window of an image [B, H, W, C] over its full size, padding counted as zeros. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { takeInputs } from '../shapes';
import type { Op } from '../types';
import {
  explicitPadding,
  isGlobal,
  isPadded,
  type PoolAttrs,
  paddedBytes,
  pair,
  poolType,
} from './window';

const defaults: PoolAttrs = { size: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0] };

export const avgPool: Op<PoolAttrs> = defineOpWith(defaults, {
  name: 'avgPool',
  infer: (inputs, attrs) =>
    poolType('avgPool', takeInputs('avgPool', inputs, 1, ['float32'])[0], attrs),
  flops: (_inputs, output, { size }) => sizeOf(output.shape) * sizeOf(size),
  gradient: (b, { inputs, grad, attrs }) => [
    b.avgPoolGrad([grad], { ...attrs, inputShape: inputs[0]!.shape }),
  ],
  // The kernels leave padding out of the count, and their gradient does not; so pad first.
  run: (tf, [x], { size, strides, padding }) =>
    tf.tidy(() => {
      const padded = isPadded(padding) ? tf.pad(x!, explicitPadding(padding)) : x!;
      return tf.avgPool(padded as tfjs.Tensor4D, pair(size), pair(strides), 'valid');
    }),
  // On wasm the result is copied.
  workspace: ([x], output, { padding }, fused) =>
    (isPadded(padding) ? paddedBytes(x!, padding) : 0) + (fused ? bytesOf(output) : 0),
  dispatches: ([x], attrs) => (isPadded(attrs.padding) || isGlobal(x!.shape, attrs) ? 2 : 1),
});
