/** Index of the largest element along the last axis, int32; the first one where several are equal. */
import { sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { fail, takeInputs } from '../shapes';
import type { Op } from '../types';

export const argMax: Op = defineOp({
  name: 'argMax',
  infer(inputs) {
    const [x] = takeInputs('argMax', inputs, 1, ['float32']);
    if (x.shape.length === 0) fail('argMax', 'needs at least one axis');
    return { shape: x.shape.slice(0, -1), dtype: 'int32' };
  },
  flops: (inputs) => sizeOf(inputs[0]!.shape),
  // The webgpu kernel answers [1] where a vector's should be a scalar.
  run: (tf, [x]) => tf.tidy(() => tf.reshape(tf.argMax(x!, -1), x!.shape.slice(0, -1))),
});
