/** The weights of one moment: a training may go on, and what is measured stays of one step. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Program } from '../../ops/program';
import type { WeightStore } from '../weights';

export interface FrozenWeights {
  /** The training step that they are of. */
  readonly weightsOf: number;
  /** Steps that were taken, and the one at which the optimiser began. */
  readonly step: number;
  readonly slotsFrom: number;
  /** Stays what it is. Throws for a name that no program asked for. */
  get(name: string): tfjs.Tensor;
  /** Null where the store has none of this name. */
  find(name: string): tfjs.Tensor | null;
  dispose(): void;
}

/**
 * All that the programs use and the store has. Handles, not values: memory is taken only for what a
 * training replaces meanwhile.
 */
export function freezeWeights(weights: WeightStore, programs: readonly Program[]): FrozenWeights {
  const wanted = new Set<string>();
  for (const { leaves } of programs) {
    for (const leaf of leaves) {
      if (leaf.kind === 'weight' || leaf.kind === 'slot') wanted.add(leaf.name);
    }
  }
  const snapshot = weights.snapshot();
  const { weightsOf, step, slotsFrom } = snapshot;
  const kept = new Map([...snapshot.entries].filter(([name]) => wanted.has(name)));
  const rest = new Map([...snapshot.entries].filter(([name]) => !wanted.has(name)));
  weights.release({ ...snapshot, entries: rest });
  const find = (name: string) => kept.get(name)?.tensor ?? null;
  return {
    weightsOf,
    step,
    slotsFrom,
    find,
    get(name) {
      const tensor = find(name);
      if (!tensor) throw new Error(`there is no weight ${name}`);
      return tensor;
    },
    dispose: () => weights.release({ ...snapshot, entries: kept }),
  };
}
