/** The weights, running statistics and optimiser slots that the worker holds, by name. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { toTensor } from '../compiler/execute';
import { sizeOf, type ValueType } from '../graph/types';
import type { Leaf, Program } from '../ops/program';
import type { BestValidation, Checkpoint, TimedCourse } from '../protocol';
import { initialValues } from './initialize';
import { readNamed, readTogether } from './readTensors';
import {
  beginning,
  bytesOfAll,
  checkWhole,
  cloneAll,
  describeStanding,
  disposeAll,
  type Entry,
  entriesOf,
  isSlot,
  parkingKey,
  type Standing,
  tensorsOf,
} from './weightEntries';

/** Weights that no longer fit stay within reach of an undo, up to this many bytes. */
const PARKED_BYTES = 256 * 2 ** 20;

type StoredLeaf = Extract<Leaf, { kind: 'weight' } | { kind: 'slot' }>;

/** What became of the weights when a graph was fitted. */
export interface Fit {
  /** Trained weights whose name and shape fit. */
  readonly kept: number;
  /** Weights with their starting values. */
  readonly fresh: number;
}

/** Weights as they were at a step. Holds memory until it is released or restored. */
export interface Snapshot extends Standing {
  readonly entries: ReadonlyMap<string, Entry>;
}

interface Best extends Omit<BestValidation, 'tensors'> {
  /** Empty where the weights were not to be kept. */
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface WeightStore extends Standing {
  readonly seed: number;
  /** Number of bytes on the device. */
  readonly bytes: number;
  /** The best validation of this training so far. */
  readonly best: Omit<BestValidation, 'tensors'> | null;
  /** False where fitting a program would take away weights that are in use. */
  fits(program: Program): boolean;
  /** Makes sure of a tensor for every weight and slot of a program; keeps those that fit. */
  fit(program: Program, seed: number): Fit;
  /** Stays the store's. Throws for a name that was not fitted. */
  get(name: string): tfjs.Tensor;
  /** Takes over new values after a step: the number of steps and seconds of training so far. */
  commit(updates: ReadonlyMap<string, tfjs.Tensor>, step: number, seconds?: number): void;
  /** Remembers how the learning rate follows the time. */
  follow(course: TimedCourse): void;
  /** Remembers a validation, with the weights it was made with where `holds` says so. */
  keepBest(best: Omit<BestValidation, 'tensors'>, holds: boolean): void;
  /**
   * Goes back to the weights of the best validation, where they were kept. Steps count on; the
   * optimiser, whose state belongs to other weights, begins anew.
   */
  takeBest(): void;
  forgetBest(): void;
  /**
   * Takes over weights from elsewhere, by name, as trained and at step 0. Of the others those in
   * `kept` stay as they are; the rest is forgotten, optimiser state above all.
   */
  replace(
    loaded: ReadonlyMap<string, tfjs.Tensor>,
    kept: ReadonlySet<string>,
    options: { readonly source: string | null; readonly seed: number },
  ): void;
  snapshot(): Snapshot;
  /** Goes back to a snapshot; it stays usable. */
  revert(snapshot: Snapshot): void;
  release(snapshot: Snapshot): void;
  /** Values of one weight of a snapshot. Throws for a name that it has not. */
  read(snapshot: Snapshot, name: string): Promise<Float32Array>;
  /** Copies of all that was trained, read from the device; null where nothing was. */
  checkpoint(): Promise<Checkpoint | null>;
  /** Throws for a checkpoint that lacks values, and keeps what it had. */
  restore(checkpoint: Checkpoint): void;
  /** Forgets everything. */
  clear(): void;
}

/** `ready` resolves when tensors may be read: not while shaders are being built. */
export function createWeightStore(
  tf: typeof tfjs,
  ready: () => Promise<void> = async () => {},
): WeightStore {
  let entries = new Map<string, Entry>();
  /** By name and shape. */
  const parked = new Map<string, Entry>();
  let standing = beginning;
  let best: Best | null = null;
  let seed = 0;

  const park = (name: string, entry: Entry) => {
    const key = parkingKey(name, entry.tensor.shape);
    parked.get(key)?.tensor.dispose();
    parked.set(key, entry);
    for (const [oldest, { tensor }] of parked) {
      if (bytesOfAll(parked) <= PARKED_BYTES) break;
      tensor.dispose();
      parked.delete(oldest);
    }
  };

  const start = (leaf: StoredLeaf, type: ValueType): Entry => ({
    tensor: toTensor(
      tf,
      leaf.kind === 'slot'
        ? new Float32Array(sizeOf(type.shape))
        : initialValues(seed, leaf.name, type.shape, leaf.initializer),
      type,
    ),
    trained: false,
  });

  const replaceAll = (next: Map<string, Entry>) => {
    disposeAll(entries);
    entries = next;
  };

  const forgetBest = () => {
    if (best) disposeAll(best.entries);
    best = null;
  };

  const clear = () => {
    replaceAll(new Map());
    disposeAll(parked);
    parked.clear();
    forgetBest();
    standing = beginning;
  };

  /** Another seed starts all anew, unless something was learned. */
  const sow = (nextSeed: number) => {
    const untrained = [...entries.values(), ...parked.values()].every(({ trained }) => !trained);
    if (untrained && nextSeed !== seed) clear();
    if (untrained) seed = nextSeed;
  };

  return {
    get step() {
      return standing.step;
    },
    get slotsFrom() {
      return standing.slotsFrom;
    },
    get source() {
      return standing.source;
    },
    get seconds() {
      return standing.seconds;
    },
    get course() {
      return standing.course;
    },
    get weightsOf() {
      return standing.weightsOf;
    },
    get seed() {
      return seed;
    },
    get best() {
      return best;
    },
    get bytes() {
      return bytesOfAll(entries);
    },
    fits: (program) =>
      program.leaves.every((leaf) => {
        const shape = entries.get('name' in leaf ? leaf.name : '')?.tensor.shape;
        return !shape || shape.join() === program.types[leaf.value].shape.join();
      }),
    fit(program, nextSeed) {
      sow(nextSeed);
      let kept = 0;
      let fresh = 0;
      const slots: Entry[] = [];
      for (const leaf of program.leaves) {
        if (leaf.kind !== 'weight' && leaf.kind !== 'slot') continue;
        const type = program.types[leaf.value];
        let entry = entries.get(leaf.name);
        if (!entry || entry.tensor.shape.join() !== type.shape.join()) {
          if (entry) park(leaf.name, entry);
          const key = parkingKey(leaf.name, type.shape);
          entry = parked.get(key) ?? start(leaf, type);
          parked.delete(key);
          entries.set(leaf.name, entry);
        }
        if (leaf.kind === 'slot') {
          slots.push(entry);
          continue;
        }
        if (entry.trained) kept++;
        else fresh++;
      }
      // Another optimiser than before counts its own steps.
      if (slots.length > 0 && slots.every(({ trained }) => !trained)) {
        standing = { ...standing, slotsFrom: standing.step };
      }
      return { kept, fresh };
    },
    get(name) {
      const entry = entries.get(name);
      if (!entry) throw new Error(`there is no weight ${name}`);
      return entry.tensor;
    },
    commit(updates, step, seconds = standing.seconds) {
      for (const [name, tensor] of updates) {
        entries.get(name)?.tensor.dispose();
        // Engine scopes must not take it away.
        entries.set(name, { tensor: tf.keep(tensor), trained: true });
      }
      standing = { ...standing, step, seconds, weightsOf: step };
    },
    follow(course) {
      standing = { ...standing, course };
    },
    keepBest(next, holds) {
      forgetBest();
      const weights = new Map([...entries].filter(([name]) => !isSlot(name)));
      best = { ...next, entries: holds ? cloneAll(tf, weights) : new Map() };
    },
    takeBest() {
      if (!best || best.entries.size === 0 || best.step === standing.step) return;
      const kept = [...entries].filter(([name]) => !isSlot(name) && !best?.entries.has(name));
      const next = new Map([...kept, ...cloneAll(tf, best.entries)]);
      for (const [name] of kept) entries.delete(name);
      replaceAll(next);
      standing = { ...standing, weightsOf: best.step };
    },
    forgetBest,
    replace(loaded, kept, options) {
      sow(options.seed);
      disposeAll(parked);
      parked.clear();
      for (const [name, { tensor }] of entries) {
        if (kept.has(name)) continue;
        tensor.dispose();
        entries.delete(name);
      }
      for (const [name, tensor] of loaded) {
        entries.get(name)?.tensor.dispose();
        entries.set(name, { tensor: tf.keep(tensor), trained: true });
      }
      forgetBest();
      standing = { ...beginning, source: options.source };
    },
    snapshot: () => ({ ...standing, entries: cloneAll(tf, entries) }),
    revert({ entries: held, ...rest }) {
      replaceAll(cloneAll(tf, held));
      standing = rest;
    },
    release: (snapshot) => disposeAll(snapshot.entries),
    async read(snapshot, name) {
      const entry = snapshot.entries.get(name);
      if (!entry) throw new Error(`there is no weight ${name}`);
      await ready();
      return readTogether(tf, [entry.tensor]);
    },
    async checkpoint() {
      if ([...entries.values()].every(({ trained }) => !trained)) return null;
      // Taken at once, so that steps that go on meanwhile do not mix into it.
      const held = cloneAll(tf, entries);
      const heldBest = best && { ...best, entries: cloneAll(tf, best.entries) };
      const at = describeStanding(standing, seed);
      try {
        const trained = [...held].filter(([, entry]) => entry.trained);
        const tensors = await readNamed(tf, tensorsOf(trained), ready);
        if (!heldBest) return { ...at, tensors };
        const { entries: weights, ...figure } = heldBest;
        if (weights.size === 0) return { ...at, best: figure, tensors };
        const kept = await readNamed(tf, tensorsOf(weights), ready);
        return { ...at, best: { ...figure, tensors: kept }, tensors };
      } finally {
        disposeAll(held);
        if (heldBest) disposeAll(heldBest.entries);
      }
    },
    restore(checkpoint) {
      checkWhole(checkpoint);
      clear();
      const { tensors, best: kept, step, slotsFrom = 0, source = null } = checkpoint;
      const { seconds = 0, course = null, weightsOf = step } = checkpoint;
      seed = checkpoint.seed;
      standing = { step, slotsFrom, source, seconds, course, weightsOf };
      entries = entriesOf(tf, tensors);
      if (kept) {
        const { tensors: weights = {}, ...figure } = kept;
        best = { ...figure, entries: entriesOf(tf, weights) };
      }
    },
    clear,
  };
}
