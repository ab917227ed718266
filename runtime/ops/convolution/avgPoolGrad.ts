/** Gradient of avgPool: each is spread evenly over its window. Input: gradient [B, OH, OW, C]. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { expectSameShape, takeInputs } from '../shapes';
import type { Op } from '../types';
import { isPadded, type PoolAttrs, paddedBytes, pair, poolType } from './window';

export interface AvgPoolGradAttrs extends PoolAttrs {
  /** Shape of the pooling's input. */
  readonly inputShape: readonly number[];
}

const defaults: AvgPoolGradAttrs = {
  size: [2, 2],
  strides: [2, 2],
  padding: [0, 0, 0, 0],
  inputShape: [],
};

export const avgPoolGrad: Op<AvgPoolGradAttrs> = defineOpWith(defaults, {
  name: 'avgPoolGrad',
  infer(inputs, attrs) {
    const [grad] = takeInputs('avgPoolGrad', inputs, 1, ['float32']);
    const { inputShape } = attrs;
    const pooled = poolType('avgPoolGrad', { shape: inputShape, dtype: 'float32' }, attrs);
    expectSameShape('avgPoolGrad', pooled, grad);
    return { shape: [...inputShape], dtype: 'float32' };
  },
  flops: (inputs, _output, { size }) => sizeOf(inputs[0]!.shape) * sizeOf(size),
  run: (tf, [grad], { size, strides, padding, inputShape }) =>
    tf.tidy(() => {
      const [batch, height, width, channels] = inputShape as [number, number, number, number];
      const [top, bottom, left, right] = padding as [number, number, number, number];
      const paddedShape = [batch, height + top + bottom, width + left + right, channels];
      // The kernel reads the shape of `input`, not its values.
      const padded = tf
        .engine()
        .runKernel(
          'AvgPoolGrad',
          { dy: grad!, input: tf.zeros(paddedShape) },
          { filterSize: pair(size), strides: pair(strides), pad: 'valid' },
        ) as tfjs.Tensor;
      return isPadded(padding)
        ? tf.slice(padded, [0, top, left, 0], [batch, height, width, channels])
        : padded;
    }),
  workspace: (_inputs, output, { padding }) =>
    (isPadded(padding) ? 2 : 1) * paddedBytes(output, padding),
  dispatches: (_inputs, { padding }) => (isPadded(padding) ? 2 : 1),
});
