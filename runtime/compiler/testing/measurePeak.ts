/** Runs a plan and reads how many bytes tfjs held at most, inside of ops included. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { createRandom } from '../../graph/random';
import { sizeOf, type ValueType } from '../../graph/types';
import { type HeldBytes, watchBuffers } from '../../kernels/testing/watchBuffers';
import type { Leaf } from '../../ops/program';
import { createExecutor, tensorsOf, toTensor } from '../execute';
import type { ExecutionPlan } from '../types';

/** Leaves are bound to random values, so that this works for any program. */
export function measurePeak(tf: typeof tfjs, plan: ExecutionPlan): HeldBytes {
  const { program } = plan;
  const watch = watchBuffers(tf);
  const tensors = new Map<number, tfjs.Tensor>();
  const random = createRandom(1);
  for (const leaf of program.leaves) {
    if (leaf.kind === 'constant' || leaf.kind === 'scalar') continue;
    const type = program.types[leaf.value];
    tensors.set(leaf.value, toTensor(tf, valuesOf(leaf, type, random), type));
  }
  const executor = createExecutor(tf, plan);
  try {
    const execution = executor.run(
      (leaf) => (leaf.kind === 'scalar' ? 0.001 : (tensors.get(leaf.value) as tfjs.Tensor)),
      { step: 0, seed: 1 },
    );
    tf.dispose(tensorsOf(execution));
  } finally {
    executor.dispose();
    tf.dispose([...tensors.values()]);
    watch.stop();
  }
  return watch.peak();
}

function valuesOf(
  leaf: Leaf,
  { shape, dtype }: ValueType,
  random: ReturnType<typeof createRandom>,
): Float32Array | Int32Array {
  const size = sizeOf(shape);
  if (dtype === 'float32') return Float32Array.from({ length: size }, () => random.next());
  const ids = leaf.kind === 'input' ? (leaf.spec.vocabulary ?? 2) : 2;
  return Int32Array.from({ length: size }, () => Math.floor(random.next() * ids));
}
