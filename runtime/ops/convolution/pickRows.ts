/** Rows of a tensor [B, N, C] by number. */
import type * as tfjs from '@tensorflow/tfjs-core';

/** [B, N, C] -> [B, M, C]; number `outside`, which is N, stands for a row of zeros. Within a tidy. */
export function pickRows(
  tf: typeof tfjs,
  x: tfjs.Tensor,
  numbers: Int32Array,
  outside: number,
): tfjs.Tensor {
  const [batch, , channels] = x.shape as [number, number, number];
  const ids = tf.tensor1d(
    numbers.map((row) => (row < 0 ? outside : row)),
    'int32',
  );
  const table = numbers.includes(-1) ? tf.concat([x, tf.zeros([batch, 1, channels])], 1) : x;
  return tf.gather(table, ids, 1);
}
