/** What was computed at one place of a text, brought back from the device. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Execution } from '../../compiler/execute';
import type { AttentionRow } from '../../protocol';

/** What may come after a token, and where its place looked. */
export interface Reading {
  /** [B, V] */
  readonly logits: Float32Array;
  /** By tap, of the first row of the batch. */
  readonly attention: Readonly<Record<string, AttentionRow>>;
}

/**
 * `taps` are rows of attention, [B, (heads,) places, sources]; those that the execution has not are left
 * out. The one output is logits [B, places, V].
 */
export async function readPlace(
  tf: typeof tfjs,
  { outputs, taps: values }: Execution,
  output: { readonly path: string },
  place: number,
  taps: readonly string[],
): Promise<Reading> {
  const found = outputs.find(({ spec }) => spec.path === output.path && spec.kind === 'tokens');
  const logits = (found as { readonly tensor: tfjs.Tensor }).tensor;
  const [batch, , vocabulary] = logits.shape;
  const rows = taps.flatMap((name) => {
    const tensor = values[name];
    if (!tensor) return [];
    const along = tensor.shape.length - 2;
    const begin = tensor.shape.map((_, axis) => (axis === along ? place : 0));
    const size = tensor.shape.map((all, axis) => (axis === 0 || axis === along ? 1 : all));
    return [{ name, row: tf.slice(tensor, begin, size) }];
  });
  const slice = tf.slice(logits, [0, place, 0], [batch, 1, vocabulary]);
  try {
    const [data, ...read] = await Promise.all([
      slice.data<'float32'>(),
      ...rows.map(({ row }) => row.data<'float32'>()),
    ]);
    const attention = rows.map(({ name, row: { shape } }, i): [string, AttentionRow] => {
      const heads = shape.length === 4 ? shape[1] : 1;
      return [name, { heads, places: shape.at(-1) as number, data: Float32Array.from(read[i]) }];
    });
    return { logits: data, attention: Object.fromEntries(attention) };
  } finally {
    tf.dispose([slice, ...rows.map(({ row }) => row)]);
  }
}
