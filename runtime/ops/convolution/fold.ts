/**
 * Adds windows back to their places, the adjoint of unfold: g [B, windows, taps, C] as [B, S, C].
 * A place and a tap meet in at most one window, so that it is a look-up and a sum over taps: the
 * same on every run, without atomic additions.
 */
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { fail, printShape, sameShape, takeInputs } from '../shapes';
import type { Op } from '../types';
import { sumOfRows } from './sumOfRows';
import { type UnfoldAttrs, unfoldSizes, windowOfTaps } from './taps';

const defaults: UnfoldAttrs = { spatial: [], size: [], strides: [], dilations: [], padding: [] };

export const fold: Op<UnfoldAttrs> = defineOpWith(defaults, {
  name: 'fold',
  infer(inputs, attrs) {
    const [grad] = takeInputs('fold', inputs, 1, ['float32']);
    const { places, windows, taps } = unfoldSizes('fold', attrs);
    const { shape } = grad;
    if (shape.length !== 4 || !sameShape(shape.slice(1, 3), [windows, taps])) {
      fail('fold', `${printShape(shape)} is not [batch, ${windows}, ${taps}, channels]`);
    }
    return { shape: [shape[0]!, places, shape[3]!], dtype: 'float32' };
  },
  flops: (inputs) => sizeOf(inputs[0]!.shape),
  gradient: (b, { grad, attrs }) => [b.unfold([grad], attrs)],
  run(tf, [grad], attrs) {
    const { places, windows, taps } = unfoldSizes('fold', attrs);
    const [batch, , , channels] = grad!.shape as [number, number, number, number];
    return tf.tidy(() => {
      const flat = tf.reshape(grad!, [batch, windows * taps, channels]);
      return sumOfRows(tf, flat, windowOfTaps(attrs), places);
    });
  },
  // The numbers of the rows; without a kernel of ours, a copy with a row of zeros, and what is found.
  workspace([grad], _output, attrs, fused) {
    const { places, windows, taps } = unfoldSizes('fold', attrs);
    const [batch, , , channels] = grad!.shape as [number, number, number, number];
    const copy = { shape: [batch, windows * taps + 2, channels], dtype: 'float32' as const };
    const found = { shape: [batch, taps * places, channels], dtype: 'float32' as const };
    const numbers = 4 * taps * places;
    return fused ? numbers : bytesOf(copy) + bytesOf(found) + numbers;
  },
});
