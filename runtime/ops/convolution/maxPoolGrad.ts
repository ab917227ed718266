/** Gradient of maxPool: each goes to the first largest element of its window. Inputs x, output, g. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { expectSameShape, takeInputs } from '../shapes';
import type { Op } from '../types';
import { explicitPadding, type PoolAttrs, pair, poolType } from './window';

const defaults: PoolAttrs = { size: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0] };

export const maxPoolGrad: Op<PoolAttrs> = defineOpWith(defaults, {
  name: 'maxPoolGrad',
  infer(inputs, attrs) {
    const [x, output, grad] = takeInputs('maxPoolGrad', inputs, 3, [
      'float32',
      'float32',
      'float32',
    ]);
    expectSameShape('maxPoolGrad', poolType('maxPoolGrad', x, attrs), output);
    expectSameShape('maxPoolGrad', output, grad);
    return x;
  },
  flops: (inputs, _output, { size }) => 2 * sizeOf(inputs[1]!.shape) * sizeOf(size),
  run: (tf, [x, output, grad], { size, strides, padding }) =>
    tf
      .engine()
      .runKernel(
        'MaxPoolGrad',
        { dy: grad!, input: x!, output: output! },
        { filterSize: pair(size), strides: pair(strides), pad: explicitPadding(padding) },
      ) as tfjs.Tensor,
});
