/** Named sets of weights, each with the training that changes it. */
import type { Checkpoint } from '../protocol';
import type { Backend } from './backend/ladder';
import type { TrainControl } from './control';
import type { Shaders } from './warmUp';
import { checkWhole } from './weightEntries';
import { createWeightStore, type Snapshot, type WeightStore } from './weights';

/** The slot that is meant where none is named. */
export const MAIN = 'main';

interface Work {
  readonly control: TrainControl;
  readonly done: Promise<unknown>;
}

export interface Slot {
  training: Work | null;
  /** Looks into its weights. */
  examination: Work | null;
  /** Counts the calls of `stop`: a run that began before one ends. */
  stops: number;
  /** Of this slot on a backend, with what was given before there was one. */
  weightsOn(backend: Backend, shaders: Shaders): WeightStore;
  /** Stops the training and waits for its end. */
  endTraining(): Promise<void>;
  endExamination(): Promise<void>;
  /** Null where nothing was learned. A copy: the caller may hand its buffers over. */
  checkpoint(): Promise<Checkpoint | null>;
  /** Throws for a checkpoint that lacks values. */
  restore(checkpoint: Checkpoint): void;
  clear(): void;
  /** Remembers what the weights were before a file was loaded, instead of what was remembered before. */
  keepFormer(former: Snapshot | null): void;
  /** Goes back to it; false where there is none. */
  takeFormer(): boolean;
}

export function createSlot(): Slot {
  let weights: WeightStore | null = null;
  /** Given before there was a backend to hold it. */
  let awaiting: Checkpoint | null = null;
  let former: Snapshot | null = null;
  const slot: Slot = {
    training: null,
    examination: null,
    stops: 0,
    weightsOn({ tf }, shaders) {
      if (weights) return weights;
      weights = createWeightStore(tf, shaders.ready);
      if (awaiting) weights.restore(awaiting);
      awaiting = null;
      return weights;
    },
    endTraining: () => end(slot.training),
    endExamination: () => end(slot.examination),
    checkpoint: async () => (weights ? weights.checkpoint() : structuredClone(awaiting)),
    restore(checkpoint) {
      checkWhole(checkpoint);
      if (weights) weights.restore(checkpoint);
      else awaiting = checkpoint;
    },
    clear() {
      slot.keepFormer(null);
      awaiting = null;
      weights?.clear();
    },
    keepFormer(next) {
      if (former) weights?.release(former);
      former = next;
    },
    takeFormer() {
      if (!former || !weights) return false;
      weights.revert(former);
      slot.keepFormer(null);
      return true;
    },
  };
  return slot;
}

async function end(work: Work | null): Promise<void> {
  work?.control.stop();
  await work?.done.catch(() => {});
}

export interface Slots {
  /** Made where it is not there yet. */
  of(name?: string): Slot;
  /** The one that is named, or all. */
  meant(name?: string): readonly Slot[];
}

export function createSlots(): Slots {
  const slots = new Map<string, Slot>();
  const of = (name = MAIN) => {
    const slot = slots.get(name) ?? createSlot();
    slots.set(name, slot);
    return slot;
  };
  return { of, meant: (name) => (name === undefined ? [...slots.values()] : [of(name)]) };
}
