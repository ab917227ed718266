/** Runs a plan as the session does, on the values of a test, and reads back what it gives. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { createExecutor, tensorsOf, toTensor } from '../../compiler/execute';
import type { ExecutionPlan } from '../../compiler/types';
import type { ValueType } from '../../graph/types';
import type { Leaf } from '../../ops/program';

export type Arrays = Record<string, Float32Array>;

export interface PlanRun {
  /** By the path of their node. */
  readonly outputs: Arrays;
  readonly taps: Arrays;
  readonly updates: Arrays;
}

/** Asked for every weight and input; scalars and slots are 0. */
export type ValuesOf = (
  leaf: Extract<Leaf, { kind: 'weight' } | { kind: 'input' }>,
  type: ValueType,
) => Float32Array | Int32Array;

export async function runPlan(
  tf: typeof tfjs,
  plan: ExecutionPlan,
  valuesOf: ValuesOf,
): Promise<PlanRun> {
  const { leaves, types } = plan.program;
  const executor = createExecutor(tf, plan);
  const tensors = new Map(
    leaves.flatMap((leaf) => {
      if (leaf.kind !== 'weight' && leaf.kind !== 'input') return [];
      const type = types[leaf.value];
      return [[leaf.value, toTensor(tf, valuesOf(leaf, type), type)] as const];
    }),
  );
  const execution = executor.run((leaf) => tensors.get(leaf.value) ?? 0, { step: 0, seed: 3 });
  const run = {
    outputs: await readAll(execution.outputs.map(({ spec, tensor }) => [spec.path, tensor])),
    taps: await readAll(Object.entries(execution.taps)),
    updates: await readAll(execution.updates),
  };
  tf.dispose([...tensorsOf(execution), ...tensors.values()]);
  executor.dispose();
  return run;
}

async function readAll(tensors: Iterable<readonly [string, tfjs.Tensor]>): Promise<Arrays> {
  const arrays: Arrays = {};
  for (const [name, tensor] of tensors) arrays[name] = Float32Array.from(await tensor.data());
  return arrays;
}
