/** Sums of rows by number: what unfold and fold are made of. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { runFused } from '../fused';

/**
 * x [B, N, C] -> [B, P, C]: row p is the sum of the rows numbers[t, p] over taps t, `numbers` being
 * [taps, P]; -1 stands for a row of zeros. Within a tidy.
 */
export function sumOfRows(
  tf: typeof tfjs,
  x: tfjs.Tensor,
  numbers: Int32Array,
  places: number,
): tfjs.Tensor {
  const [batch, count, channels] = x.shape as [number, number, number];
  const ids = tf.tensor1d(
    numbers.map((row) => (row < 0 ? count : row)),
    'int32',
  );
  const fused = runFused(tf, 'SumOfRows', [x, ids], { places });
  if (fused) return fused;
  const table = numbers.includes(-1) ? tf.concat([x, tf.zeros([batch, 1, channels])], 1) : x;
  const rows = tf.gather(table, ids, 1);
  if (numbers.length === places) return rows;
  return tf.sum(tf.reshape(rows, [batch, numbers.length / places, places, channels]), 1);
}
