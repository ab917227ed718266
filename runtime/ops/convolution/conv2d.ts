/** Cross-correlation of images [B, H, W, C] with a filter [kh, kw, C, out], as PyTorch's Conv2d. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { fail, printShape, takeInputs } from '../shapes';
import type { Op, ValueType } from '../types';
import { explicitPadding, isPointwise, pair, type WindowAttrs, windowOutput } from './window';

const defaults: WindowAttrs = { strides: [1, 1], padding: [0, 0, 0, 0] };

/** Multiply-accumulates: elements of the output times kh * kw * C. */
function countMacs(inputs: readonly ValueType[], output: ValueType): number {
  return sizeOf(output.shape) * sizeOf(inputs[1]!.shape.slice(0, 3));
}

export const conv2d: Op<WindowAttrs> = defineOpWith(defaults, {
  name: 'conv2d',
  infer(inputs, attrs) {
    const [x, filter] = takeInputs('conv2d', inputs, 2, ['float32', 'float32']);
    if (filter.shape.length !== 4 || filter.shape[2] !== x.shape[3]) {
      fail(
        'conv2d',
        `filter ${printShape(filter.shape)} does not fit an input ${printShape(x.shape)}`,
      );
    }
    const [height, width] = windowOutput('conv2d', x.shape, filter.shape, attrs);
    return { shape: [x.shape[0]!, height, width, filter.shape[3]!], dtype: 'float32' };
  },
  flops: (inputs, output) => 2 * countMacs(inputs, output),
  macs: countMacs,
  gradient(b, { inputs, grad, attrs, needs }) {
    const [x, filter] = inputs;
    return [
      needs[0] ? b.conv2dInputGrad([grad, filter!], { ...attrs, inputShape: x!.shape }) : null,
      needs[1] ? b.conv2dFilterGrad([x!, grad], { ...attrs, filterShape: filter!.shape }) : null,
    ];
  },
  run: (tf, [x, filter], { strides, padding }) =>
    tf.conv2d(x as tfjs.Tensor4D, filter as tfjs.Tensor4D, pair(strides), explicitPadding(padding)),
  // A small image is first laid out as columns; a pointwise convolution is a product as it is.
  dispatches: ([, filter], attrs) => (isPointwise(filter!.shape, attrs) ? 1 : 2),
});
