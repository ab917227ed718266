/** What is kept of the places of a text that were read: keys and values, and what no token changes. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { createExecutor, type Execution, type Executor } from '../../compiler/execute';
import { aroundTime } from '../../compiler/incremental/timeAxis';
import type { Incremental } from '../../compiler/incremental/toIncremental';

/** With the programs that make and use it. */
export interface Cache {
  readonly parts: Incremental;
  readonly prologue: Executor;
  readonly step: Executor;
  /** What a step reads under a name. */
  kept(name: string): tfjs.Tensor;
  /** Takes over what the whole program computed. */
  keep(execution: Execution): void;
  /** Takes over what a step gave. */
  grow(updates: Execution['updates']): void;
  /** False where examples lie where they cannot be found. */
  reorder(parents: readonly number[]): boolean;
  forget(): void;
  dispose(): void;
}

export function openCache(tf: typeof tfjs, parts: Incremental): Cache {
  const prologue = createExecutor(tf, parts.prologue);
  const step = createExecutor(tf, parts.step);
  const names = new Set(
    parts.step.program.leaves.flatMap((leaf) => (leaf.kind === 'carried' ? [leaf.name] : [])),
  );
  const tensors = new Map<string, tfjs.Tensor>();
  const replace = (name: string, tensor: tfjs.Tensor) => {
    tensors.get(name)?.dispose();
    tensors.set(name, tensor);
  };
  const forget = () => {
    tf.dispose([...tensors.values()]);
    tensors.clear();
  };
  return {
    parts,
    prologue,
    step,
    kept: (name) => tensors.get(name) as tfjs.Tensor,
    keep({ outputs, taps }) {
      tf.dispose(outputs.map(({ tensor }) => tensor));
      for (const [name, tensor] of Object.entries(taps)) {
        if (names.has(name)) replace(name, tensor);
        else tensor.dispose();
      }
    },
    grow(updates) {
      for (const [name, tensor] of updates) replace(name, tensor);
    },
    reorder(parents) {
      if (!parts.examples) return false;
      const rows = tf.tensor1d([...parents], 'int32');
      for (const [name, axis] of parts.examples) {
        const tensor = tensors.get(name);
        if (!tensor) continue;
        const around = aroundTime(tensor.shape, axis, parents.length);
        const moved = tf.tidy(() =>
          tf.reshape(tf.gather(tf.reshape(tensor, [...around]), rows, 1), tensor.shape),
        );
        replace(name, moved);
      }
      rows.dispose();
      return true;
    },
    forget,
    dispose() {
      forget();
      prologue.dispose();
      step.dispose();
    },
  };
}
