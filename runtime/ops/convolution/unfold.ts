/**
 * Sliding windows laid side by side (im2col, Chellapilla et al. 2006), over one to three axes of
 * space: x [B, S, C], S the places of `spatial` in row-major order, as [B, windows, taps, C], zeros
 * outside. Convolutions with dilation, groups or three axes and local attention are products of it.
 */
import { bytesOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { fail, printShape, takeInputs } from '../shapes';
import type { Op } from '../types';
import { sumOfRows } from './sumOfRows';
import { reachesOutside, sourceOfTaps, type UnfoldAttrs, unfoldSizes } from './taps';

const defaults: UnfoldAttrs = { spatial: [], size: [], strides: [], dilations: [], padding: [] };

export const unfold: Op<UnfoldAttrs> = defineOpWith(defaults, {
  name: 'unfold',
  infer(inputs, attrs) {
    const [x] = takeInputs('unfold', inputs, 1, ['float32']);
    const { places, windows, taps } = unfoldSizes('unfold', attrs);
    if (x.shape.length !== 3 || x.shape[1] !== places) {
      fail('unfold', `${printShape(x.shape)} is not [batch, ${places}, channels]`);
    }
    return { shape: [x.shape[0]!, windows, taps, x.shape[2]!], dtype: 'float32' };
  },
  flops: () => 0,
  gradient: (b, { grad, attrs }) => [b.fold([grad], attrs)],
  run(tf, [x], attrs) {
    const { windows, taps } = unfoldSizes('unfold', attrs);
    const [batch, , channels] = x!.shape as [number, number, number];
    return tf.tidy(() => {
      const rows = sumOfRows(tf, x!, sourceOfTaps(attrs), windows * taps);
      return tf.reshape(rows, [batch, windows, taps, channels]);
    });
  },
  // The numbers of the rows; without a kernel of ours, a copy with one row of zeros, and that row.
  workspace([x], _output, attrs, fused) {
    const [batch, places, channels] = x!.shape as [number, number, number];
    const { windows, taps } = unfoldSizes('unfold', attrs);
    const copy = { shape: [batch, places + 2, channels], dtype: 'float32' as const };
    const numbers = 4 * windows * taps;
    if (fused) return numbers;
    return (reachesOutside(attrs) ? bytesOf(copy) : 0) + numbers;
  },
});
