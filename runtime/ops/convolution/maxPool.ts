/** Largest value of each window of an image [B, H, W, C]; padding never wins. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { takeInputs } from '../shapes';
import type { Op } from '../types';
import { explicitPadding, isGlobal, type PoolAttrs, pair, poolType } from './window';

const defaults: PoolAttrs = { size: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0] };

export const maxPool: Op<PoolAttrs> = defineOpWith(defaults, {
  name: 'maxPool',
  infer: (inputs, attrs) =>
    poolType('maxPool', takeInputs('maxPool', inputs, 1, ['float32'])[0], attrs),
  flops: (_inputs, output, { size }) => sizeOf(output.shape) * sizeOf(size),
  gradient: (b, { inputs, output, grad, attrs }) => [
    b.maxPoolGrad([inputs[0]!, output, grad], attrs),
  ],
  run: (tf, [x], { size, strides, padding }) =>
    tf
      .engine()
      .runKernel(
        'MaxPool',
        { x: x! },
        { filterSize: pair(size), strides: pair(strides), pad: explicitPadding(padding) },
      ) as tfjs.Tensor,
  dispatches: ([x], attrs) => (isGlobal(x!.shape, attrs) ? 2 : 1),
});
