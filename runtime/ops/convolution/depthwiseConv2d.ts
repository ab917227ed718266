/**
 * Each channel of an image [B, H, W, C] under filters of its own [kh, kw, C, multiplier], as
 * [B, OH, OW, C * multiplier]: PyTorch's Conv2d with as many groups as channels. Sifre 2014, 6.2.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { fail, printShape, takeInputs } from '../shapes';
import type { Op, ValueType } from '../types';
import { filterGradient, inputGradient } from './depthwiseGradients';
import { unfoldSizes } from './taps';
import { explicitPadding, pair, type WindowAttrs } from './window';

export interface DepthwiseAttrs extends WindowAttrs {
  /** Distance of neighbouring taps: [rows, columns]. */
  readonly dilations: readonly number[];
}

const defaults: DepthwiseAttrs = { strides: [1, 1], dilations: [1, 1], padding: [0, 0, 0, 0] };

/** Multiply-accumulates: elements of the output times kh * kw. */
function countMacs(inputs: readonly ValueType[], output: ValueType): number {
  return sizeOf(output.shape) * sizeOf(inputs[1]!.shape.slice(0, 2));
}

/** The kernels take a step or a distance of taps, not both. */
function isBoth({ strides, dilations }: DepthwiseAttrs): boolean {
  return strides.some((n) => n > 1) && dilations.some((n) => n > 1);
}

/** Windows along both axes. */
function stepsOf(x: ValueType, filter: ValueType, attrs: DepthwiseAttrs): readonly number[] {
  const spatial = x.shape.slice(1, 3);
  return unfoldSizes('depthwiseConv2d', { ...attrs, spatial, size: filter.shape.slice(0, 2) })
    .steps;
}

export const depthwiseConv2d: Op<DepthwiseAttrs> = defineOpWith(defaults, {
  name: 'depthwiseConv2d',
  infer(inputs, attrs) {
    const [x, filter] = takeInputs('depthwiseConv2d', inputs, 2, ['float32', 'float32']);
    const isFit =
      x.shape.length === 4 && filter.shape.length === 4 && filter.shape[2] === x.shape[3];
    if (!isFit) {
      fail(
        'depthwiseConv2d',
        `filter ${printShape(filter.shape)} does not fit an input ${printShape(x.shape)}`,
      );
    }
    const channels = filter.shape[2]! * filter.shape[3]!;
    return { shape: [x.shape[0]!, ...stepsOf(x, filter, attrs), channels], dtype: 'float32' };
  },
  flops: (inputs, output) => 2 * countMacs(inputs, output),
  macs: countMacs,
  gradient(b, { inputs, grad, attrs, needs }) {
    const [x, filter] = inputs;
    return [
      needs[0] ? inputGradient(b, x!.shape, filter!, grad, attrs) : null,
      needs[1] ? filterGradient(b, x!, filter!.shape, grad, attrs) : null,
    ];
  },
  run(tf, [x, filter], attrs) {
    if (!isBoth(attrs)) return runKernel(tf, x!, filter!, attrs);
    const [rows, columns] = stepsOf(x! as ValueType, filter! as ValueType, attrs);
    return tf.tidy(() => {
      const every = runKernel(tf, x!, filter!, { ...attrs, strides: [1, 1] });
      const some = tf.gather(every, stepped(tf, rows!, attrs.strides[0]!), 1);
      return tf.gather(some, stepped(tf, columns!, attrs.strides[1]!), 2);
    });
  },
  dispatches: (_inputs, attrs) => (isBoth(attrs) ? 3 : 1),
  workspace([x, filter], output, attrs) {
    if (!isBoth(attrs)) return 0;
    const [height, width] = stepsOf(x!, filter!, { ...attrs, strides: [1, 1] });
    const [batch, rows, columns, channels] = output.shape as [number, number, number, number];
    const every = { shape: [batch, height!, width!, channels], dtype: 'float32' as const };
    const some = { shape: [batch, rows, width!, channels], dtype: 'float32' as const };
    return bytesOf(every) + bytesOf(some) + bytesOf(output) + 4 * (rows + columns);
  },
});

function runKernel(
  tf: typeof tfjs,
  x: tfjs.Tensor,
  filter: tfjs.Tensor,
  { strides, dilations, padding }: DepthwiseAttrs,
): tfjs.Tensor {
  return tf.engine().runKernel(
    'DepthwiseConv2dNative',
    { x, filter },
    {
      strides: pair(strides),
      dilations: pair(dilations),
      pad: explicitPadding(padding),
      dataFormat: 'NHWC',
    },
  ) as tfjs.Tensor;
}

/** 0, step, 2 step, ... */
function stepped(tf: typeof tfjs, count: number, step: number): tfjs.Tensor1D {
  return tf.tensor1d(
    Int32Array.from({ length: count }, (_each, i) => i * step),
    'int32',
  );
}
