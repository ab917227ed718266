/** Changes the dtype: bool to 0 or 1, float32 to int32 towards zero, any number but 0 to true. */
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { takeInputs } from '../shapes';
import type { DType, Op } from '../types';

export interface CastAttrs {
  readonly dtype: DType;
}

const defaults: CastAttrs = { dtype: 'float32' };

export const cast: Op<CastAttrs> = defineOpWith(defaults, {
  name: 'cast',
  infer(inputs, { dtype }) {
    const [x] = takeInputs('cast', inputs, 1);
    return { shape: x.shape, dtype };
  },
  flops: (inputs, output) => (inputs[0]!.dtype === output.dtype ? 0 : sizeOf(output.shape)),
  // Rounding has no useful derivative: a gradient passes only where nothing changed.
  gradient: (_b, { inputs, output, grad }) => [
    inputs[0]!.dtype === 'float32' && output.dtype === 'float32' ? grad : null,
  ],
  run(tf, [x], { dtype }) {
    // The wasm kernel for casts to bool keeps the low byte: 0.5 and 256 would be false.
    if (dtype === 'bool' && x!.dtype !== 'bool') {
      return tf.tidy(() => tf.notEqual(x!, tf.scalar(0, x!.dtype)));
    }
    return tf.cast(x!, dtype);
  },
  dispatches: (inputs, { dtype }) => (inputs[0]!.dtype === dtype ? 0 : 1),
});
