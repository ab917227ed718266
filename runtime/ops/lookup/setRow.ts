/** x [P, T, Q] with `row` [P, 1, Q] at `place` of its middle axis, an int32 scalar in 0..T-1. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { runFused } from '../fused';
import { fail, printShape, sameShape, takeInputs } from '../shapes';
import type { Op } from '../types';

export const setRow: Op = defineOp({
  name: 'setRow',
  infer(inputs) {
    const [x, row, place] = takeInputs('setRow', inputs, 3, ['float32', 'float32', 'int32']);
    const isFit =
      x.shape.length === 3 && sameShape(row.shape, x.shape.with(1, 1)) && place.shape.length === 0;
    if (!isFit) {
      const shapes = [x, row, place].map(({ shape }) => printShape(shape)).join(', ');
      fail('setRow', `needs [before, rows, after], [before, 1, after] and a scalar, got ${shapes}`);
    }
    return x;
  },
  flops: () => 0,
  run: (tf, [x, row, place]) =>
    runFused(tf, 'SetRow', [x!, row!, place!], {}) ??
    tf.tidy(() => {
      const rows = tf.range(0, x!.shape[1]!, 1, 'int32');
      const isPlace = tf.reshape(tf.equal(rows, place!), [1, -1, 1]);
      return tf.engine().runKernel('Select', {
        condition: tf.broadcastTo(isPlace, x!.shape),
        t: tf.broadcastTo(row!, x!.shape),
        e: x!,
      }) as tfjs.Tensor;
    }),
  // What is repeated, in one byte and in four an element, and the numbers of the rows.
  workspace: (_inputs, output, _attrs, fused) =>
    fused ? 0 : bytesOf(output) + sizeOf(output.shape) + 9 * output.shape[1]!,
});
