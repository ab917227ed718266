/** Tensors that a store holds by name, and what it says of them. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { toTensor } from '../compiler/execute';
import { sizeOf } from '../graph/types';
import type { Checkpoint, TimedCourse } from '../protocol';

export interface Entry {
  readonly tensor: tfjs.Tensor;
  /** False while it has its starting values. */
  readonly trained: boolean;
}

/** What a training has come to. */
export interface Standing {
  /** Training steps that were taken. */
  readonly step: number;
  /** The step at which the optimiser that holds the slots began. */
  readonly slotsFrom: number;
  /** Name of the file that weights were loaded from; null where they began with the seed. */
  readonly source: string | null;
  /** Of training, without pauses and tests. */
  readonly seconds: number;
  /** Under a budget of time. */
  readonly course: TimedCourse | null;
  /** The step that the weights are of: an earlier one where those of the best validation were taken. */
  readonly weightsOf: number;
}

export const beginning: Standing = {
  step: 0,
  slotsFrom: 0,
  source: null,
  seconds: 0,
  course: null,
  weightsOf: 0,
};

/** Throws where a tensor has not the values that its shape needs, as after its buffer was moved. */
export function checkWhole({ tensors, best }: Checkpoint): void {
  const all = [...Object.entries(tensors), ...Object.entries(best?.tensors ?? {})];
  for (const [name, { shape, data }] of all) {
    const size = sizeOf(shape);
    if (data.length !== size) {
      throw new Error(`the checkpoint has ${data.length} of ${size} values of ${name}`);
    }
  }
}

/** What a checkpoint says beside its tensors; what is usual is left out. */
export function describeStanding(
  { step, slotsFrom, source, seconds, course, weightsOf }: Standing,
  seed: number,
): Omit<Checkpoint, 'tensors' | 'best'> {
  return {
    step,
    seed,
    ...(slotsFrom > 0 && { slotsFrom }),
    ...(source !== null && { source }),
    ...(seconds > 0 && { seconds }),
    ...(course && { course }),
    ...(weightsOf !== step && { weightsOf }),
  };
}

/** Optimiser state is named after its weight: `kernel#m`. */
export const isSlot = (name: string) => name.includes('#');

/** Copies of handles, not of values. */
export function cloneAll(tf: typeof tfjs, entries: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const copies = new Map<string, Entry>();
  for (const [name, { tensor, trained }] of entries) {
    copies.set(name, { tensor: tf.keep(tf.clone(tensor)), trained });
  }
  return copies;
}

export function entriesOf(tf: typeof tfjs, tensors: Checkpoint['tensors']): Map<string, Entry> {
  return new Map(
    Object.entries(tensors).map(([name, { shape, data }]) => {
      const tensor = toTensor(tf, data, { shape, dtype: 'float32' });
      return [name, { tensor, trained: true }];
    }),
  );
}

export function* tensorsOf(entries: Iterable<readonly [string, Entry]>) {
  for (const [name, { tensor }] of entries) yield [name, tensor] as const;
}

export function disposeAll(entries: ReadonlyMap<string, Entry>): void {
  for (const { tensor } of entries.values()) tensor.dispose();
}

export function bytesOfAll(entries: ReadonlyMap<string, Entry>): number {
  let bytes = 0;
  for (const { tensor } of entries.values()) bytes += tensor.size * 4;
  return bytes;
}

export function parkingKey(name: string, shape: readonly number[]): string {
  return `${name}|${shape.join(',')}`;
}
