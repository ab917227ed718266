/** Gradient of conv2d with respect to its filter. Inputs: x [B, H, W, C], gradient [B, OH, OW, out]. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { fail, printShape, sameShape, takeInputs } from '../shapes';
import type { Op, ValueType } from '../types';
import { explicitPadding, isPointwise, pair, type WindowAttrs, windowOutput } from './window';

export interface Conv2dFilterGradAttrs extends WindowAttrs {
  /** [kh, kw, C, out] */
  readonly filterShape: readonly number[];
}

const defaults: Conv2dFilterGradAttrs = {
  strides: [1, 1],
  padding: [0, 0, 0, 0],
  filterShape: [],
};

function countMacs(
  inputs: readonly ValueType[],
  _output: ValueType,
  attrs: Conv2dFilterGradAttrs,
): number {
  return sizeOf(inputs[1]!.shape) * sizeOf(attrs.filterShape.slice(0, 3));
}

export const conv2dFilterGrad: Op<Conv2dFilterGradAttrs> = defineOpWith(defaults, {
  name: 'conv2dFilterGrad',
  infer(inputs, attrs) {
    const [x, grad] = takeInputs('conv2dFilterGrad', inputs, 2, ['float32', 'float32']);
    const { filterShape } = attrs;
    const [height, width] = windowOutput('conv2dFilterGrad', x.shape, filterShape, attrs);
    const expected = [x.shape[0]!, height, width, filterShape[3]!];
    if (!sameShape(grad.shape, expected) || filterShape[2] !== x.shape[3]) {
      fail('conv2dFilterGrad', `${printShape(grad.shape)} is not ${printShape(expected)}`);
    }
    return { shape: [...filterShape], dtype: 'float32' };
  },
  flops: (inputs, output, attrs) => 2 * countMacs(inputs, output, attrs),
  macs: countMacs,
  run(tf, [x, grad], attrs) {
    const { strides, padding, filterShape } = attrs;
    const shape = [...filterShape] as [number, number, number, number];
    if (isPointwise(shape, attrs)) {
      return tf.tidy(() => {
        const [, , channels, units] = shape;
        const pixels = tf.reshape(x!, [x!.size / channels, channels]);
        const grads = tf.reshape(grad!, [grad!.size / units, units]);
        return tf.reshape(tf.matMul(pixels, grads, true, false), shape);
      });
    }
    return tf.engine().runKernel(
      'Conv2DBackpropFilter',
      { x: x!, dy: grad! },
      {
        strides: pair(strides),
        pad: explicitPadding(padding),
        dataFormat: 'NHWC',
        filterShape: shape,
      },
    ) as tfjs.Tensor;
  },
  dispatches: (_inputs, attrs) => (isPointwise(attrs.filterShape, attrs) ? 1 : 2),
});
