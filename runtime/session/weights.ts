/** The weights, running statistics and optimiser slots that the worker holds, by name. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { toTensor } from '../compiler/execute';
import { sizeOf, type ValueType } from '../graph/types';
import type { Leaf, Program } from '../ops/program';
import type { Checkpoint } from '../protocol';
import { initialValues } from './initialize';

/** Weights that no longer fit stay within reach of an undo, up to this many bytes. */
const PARKED_BYTES = 256 * 2 ** 20;

/** Values that are read from the device in one transfer: 32 MiB. */
const GROUP_SIZE = 2 ** 23;

type StoredLeaf = Extract<Leaf, { kind: 'weight' } | { kind: 'slot' }>;

interface Entry {
  readonly tensor: tfjs.Tensor;
  /** False while it has its starting values. */
  readonly trained: boolean;
}

/** What became of the weights when a graph was fitted. */
export interface Fit {
  /** Trained weights whose name and shape fit. */
  readonly kept: number;
  /** Weights with their starting values. */
  readonly fresh: number;
}

/** Weights as they were at a step. Holds memory until it is released or restored. */
export interface Snapshot {
  readonly step: number;
  readonly slotsFrom: number;
  readonly source: string | null;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface WeightStore {
  /** Training steps that the weights have seen. */
  readonly step: number;
  /** The step at which the optimiser that holds the slots began. */
  readonly slotsFrom: number;
  readonly seed: number;
  /** Name of the file that weights were loaded from; null where they began with the seed. */
  readonly source: string | null;
  /** Number of bytes on the device. */
  readonly bytes: number;
  /** False where fitting a program would take away weights that are in use. */
  fits(program: Program): boolean;
  /** Makes sure of a tensor for every weight and slot of a program; keeps those that fit. */
  fit(program: Program, seed: number): Fit;
  /** Stays the store's. Throws for a name that was not fitted. */
  get(name: string): tfjs.Tensor;
  /** Takes over new values after a step. */
  commit(updates: ReadonlyMap<string, tfjs.Tensor>, step: number): void;
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

export function createWeightStore(tf: typeof tfjs): WeightStore {
  let entries = new Map<string, Entry>();
  /** By name and shape. */
  const parked = new Map<string, Entry>();
  let step = 0;
  let slotsFrom = 0;
  let seed = 0;
  let source: string | null = null;

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

  const clear = () => {
    replaceAll(new Map());
    disposeAll(parked);
    parked.clear();
    step = 0;
    slotsFrom = 0;
    source = null;
  };

  /** Another seed starts all anew, unless something was learned. */
  const sow = (nextSeed: number) => {
    const untrained = [...entries.values(), ...parked.values()].every(({ trained }) => !trained);
    if (untrained && nextSeed !== seed) clear();
    if (untrained) seed = nextSeed;
  };

  return {
    get step() {
      return step;
    },
    get slotsFrom() {
      return slotsFrom;
    },
    get seed() {
      return seed;
    },
    get source() {
      return source;
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
      if (slots.length > 0 && slots.every(({ trained }) => !trained)) slotsFrom = step;
      return { kept, fresh };
    },
    get(name) {
      const entry = entries.get(name);
      if (!entry) throw new Error(`there is no weight ${name}`);
      return entry.tensor;
    },
    commit(updates, nextStep) {
      for (const [name, tensor] of updates) {
        entries.get(name)?.tensor.dispose();
        // Engine scopes must not take it away.
        entries.set(name, { tensor: tf.keep(tensor), trained: true });
      }
      step = nextStep;
    },
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
      step = 0;
      slotsFrom = 0;
      source = options.source;
    },
    snapshot: () => ({ step, slotsFrom, source, entries: cloneAll(tf, entries) }),
    revert(snapshot) {
      replaceAll(cloneAll(tf, snapshot.entries));
      ({ step, slotsFrom, source } = snapshot);
    },
    release: (snapshot) => disposeAll(snapshot.entries),
    read(snapshot, name) {
      const entry = snapshot.entries.get(name);
      if (!entry) throw new Error(`there is no weight ${name}`);
      return readTogether(tf, [entry.tensor]);
    },
    async checkpoint() {
      if ([...entries.values()].every(({ trained }) => !trained)) return null;
      // Taken at once, so that steps that go on meanwhile do not mix into it.
      const held = cloneAll(tf, entries);
      const at = {
        step,
        seed,
        ...(slotsFrom > 0 && { slotsFrom }),
        ...(source !== null && { source }),
      };
      try {
        const tensors: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
        const trained = [...held].filter(([, entry]) => entry.trained);
        for (const group of groupsOf(trained)) {
          const data = await readTogether(
            tf,
            group.map(([, { tensor }]) => tensor),
          );
          let offset = 0;
          for (const [name, { tensor }] of group) {
            const { shape, size } = tensor;
            tensors[name] = { shape, data: data.slice(offset, offset + size) };
            offset += size;
          }
        }
        return { ...at, tensors };
      } finally {
        disposeAll(held);
      }
    },
    restore(checkpoint) {
      checkWhole(checkpoint);
      clear();
      ({ step, seed, slotsFrom = 0, source = null } = checkpoint);
      for (const [name, { shape, data }] of Object.entries(checkpoint.tensors)) {
        const tensor = toTensor(tf, data, { shape, dtype: 'float32' });
        entries.set(name, { tensor, trained: true });
      }
    },
    clear,
  };
}

/** Throws where a tensor has not the values that its shape needs, as after its buffer was moved. */
export function checkWhole({ tensors }: Checkpoint): void {
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const size = sizeOf(shape);
    if (data.length !== size) {
      throw new Error(`the checkpoint has ${data.length} of ${size} values of ${name}`);
    }
  }
}

/** Copies of handles, not of values. */
function cloneAll(tf: typeof tfjs, entries: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const copies = new Map<string, Entry>();
  for (const [name, { tensor, trained }] of entries) {
    copies.set(name, { tensor: tf.keep(tf.clone(tensor)), trained });
  }
  return copies;
}

/** Entries in runs of at most GROUP_SIZE values, so that few transfers wait for the device. */
function groupsOf(entries: readonly [string, Entry][]): [string, Entry][][] {
  const groups: [string, Entry][][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    size += entry[1].tensor.size;
    if (size > GROUP_SIZE) {
      groups.push([]);
      size = entry[1].tensor.size;
    }
    groups[groups.length - 1].push(entry);
  }
  return groups;
}

/** Values one tensor after the other. Reading takes a tensor off the device, so copies are read. */
async function readTogether(
  tf: typeof tfjs,
  tensors: readonly tfjs.Tensor[],
): Promise<Float32Array> {
  const joined = tf.tidy(() =>
    tensors.length === 1
      ? tf.mul(tensors[0], 1)
      : tf.concat(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]))),
  );
  const data = await joined.data<'float32'>();
  joined.dispose();
  return data;
}

function disposeAll(entries: ReadonlyMap<string, Entry>): void {
  for (const { tensor } of entries.values()) tensor.dispose();
}

function bytesOfAll(entries: ReadonlyMap<string, Entry>): number {
  let bytes = 0;
  for (const { tensor } of entries.values()) bytes += tensor.size * 4;
  return bytes;
}

function parkingKey(name: string, shape: readonly number[]): string {
  return `${name}|${shape.join(',')}`;
}
