/** Row `place` along the middle axis: x [P, T, Q] and an int32 scalar in 0..T-1 to [P, 1, Q]. */
import { defineOp } from '../define';
import { fail, printShape, takeInputs } from '../shapes';
import type { Op } from '../types';

export const takeRow: Op = defineOp({
  name: 'takeRow',
  infer(inputs) {
    const [x, place] = takeInputs('takeRow', inputs, 2);
    if (x.shape.length !== 3 || place.shape.length !== 0 || place.dtype !== 'int32') {
      fail(
        'takeRow',
        `needs [before, rows, after] and an int32 scalar, got ${printShape(x.shape)} and ${place.dtype} ${printShape(place.shape)}`,
      );
    }
    return { shape: x.shape.with(1, 1), dtype: x.dtype };
  },
  flops: () => 0,
  run: (tf, [x, place]) => tf.tidy(() => tf.gather(x!, tf.reshape(place!, [1]) as never, 1)),
});
