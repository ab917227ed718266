/** Lets an op use a single kernel of ours where the backend has one. */
import type * as tfjs from '@tensorflow/tfjs-core';

/**
 * Runs kernel `name` with inputs `0`, `1`, ... if it is registered for the active backend, else
 * answers null: the caller then composes the same result of stock kernels.
 */
export function runFused(
  tf: typeof tfjs,
  name: string,
  inputs: readonly tfjs.Tensor[],
  attrs: Readonly<Record<string, unknown>>,
): tfjs.Tensor | null {
  if (!tf.getKernel(name, tf.getBackend())) return null;
  return tf
    .engine()
    .runKernel(
      name,
      Object.fromEntries(inputs.entries()),
      attrs as tfjs.NamedAttrMap,
    ) as tfjs.Tensor;
}
