/**
 * Gradient of conv2d with respect to its input, which is also a transposed convolution. Inputs:
 * gradient [B, OH, OW, out], filter [kh, kw, C, out].
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { fail, printShape, sameShape, takeInputs } from '../shapes';
import type { Op, ValueType } from '../types';
import { explicitPadding, isPointwise, pair, type WindowAttrs, windowOutput } from './window';

export interface Conv2dInputGradAttrs extends WindowAttrs {
  /** Shape of the convolution's input. */
  readonly inputShape: readonly number[];
}

const defaults: Conv2dInputGradAttrs = {
  strides: [1, 1],
  padding: [0, 0, 0, 0],
  inputShape: [],
};

function countMacs(inputs: readonly ValueType[]): number {
  return sizeOf(inputs[0]!.shape) * sizeOf(inputs[1]!.shape.slice(0, 3));
}

export const conv2dInputGrad: Op<Conv2dInputGradAttrs> = defineOpWith(defaults, {
  name: 'conv2dInputGrad',
  infer(inputs, attrs) {
    const [grad, filter] = takeInputs('conv2dInputGrad', inputs, 2, ['float32', 'float32']);
    const { inputShape } = attrs;
    const [height, width] = windowOutput('conv2dInputGrad', inputShape, filter.shape, attrs);
    const expected = [inputShape[0]!, height, width, filter.shape[3]!];
    if (!sameShape(grad.shape, expected) || filter.shape[2] !== inputShape[3]) {
      fail('conv2dInputGrad', `${printShape(grad.shape)} is not ${printShape(expected)}`);
    }
    return { shape: [...inputShape], dtype: 'float32' };
  },
  flops: (inputs) => 2 * countMacs(inputs),
  macs: countMacs,
  // It is a transposed convolution, and linear in both.
  gradient(b, { inputs, grad, attrs, needs }) {
    const [given, filter] = inputs;
    const { strides, padding } = attrs;
    return [
      needs[0] ? b.conv2d([grad, filter!], { strides, padding }) : null,
      needs[1]
        ? b.conv2dFilterGrad([grad, given!], { strides, padding, filterShape: filter!.shape })
        : null,
    ];
  },
  run(tf, [grad, filter], attrs) {
    const { strides, padding, inputShape } = attrs;
    const shape = [...inputShape] as [number, number, number, number];
    if (isPointwise(filter!.shape, attrs)) {
      return tf.tidy(() => {
        const [channels, units] = filter!.shape.slice(2) as [number, number];
        const pixels = tf.reshape(grad!, [grad!.size / units, units]);
        const kernel = tf.reshape(filter!, [channels, units]);
        return tf.reshape(tf.matMul(pixels, kernel, false, true), shape);
      });
    }
    return tf.engine().runKernel(
      'Conv2DBackpropInput',
      { dy: grad!, filter: filter! },
      {
        strides: pair(strides),
        pad: explicitPadding(padding),
        dataFormat: 'NHWC',
        inputShape: shape,
      },
    ) as tfjs.Tensor;
  },
});
