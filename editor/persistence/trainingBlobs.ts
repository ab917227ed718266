/**
 * Large weights as blobs: Chromium refuses a value of more than 133 MB in its database, and keeps
 * blobs of any size beside it.
 */
import type { Checkpoint } from '../../runtime/index';
import type { StoredTraining } from './storage';

/** Bytes of weights up to which they are kept in the value itself. */
const INLINE_BYTES = 32_000_000;

interface KeptTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Blob;
}

/** A training as the database has it. */
export type KeptTraining = Omit<StoredTraining, 'checkpoint'> & {
  readonly checkpoint: Omit<Checkpoint, 'tensors'> & {
    readonly tensors: Readonly<Record<string, KeptTensor>>;
  };
};

export function packTraining(training: StoredTraining, inlineBytes = INLINE_BYTES): KeptTraining {
  const { checkpoint } = training;
  const entries = Object.entries(checkpoint.tensors);
  const bytes = entries.reduce((sum, [, { data }]) => sum + data.byteLength, 0);
  if (bytes <= inlineBytes) return training;
  const tensors = entries.map(([name, { shape, data }]): [string, KeptTensor] => [
    name,
    { shape, data: new Blob([data as Float32Array<ArrayBuffer>]) },
  ]);
  return { ...training, checkpoint: { ...checkpoint, tensors: Object.fromEntries(tensors) } };
}

/** Rejects where the browser has lost a blob. */
export async function unpackTraining(kept: KeptTraining): Promise<StoredTraining> {
  const { checkpoint } = kept;
  const tensors = Object.entries(checkpoint.tensors).map(async ([name, { shape, data }]) => {
    const values = data instanceof Blob ? new Float32Array(await data.arrayBuffer()) : data;
    return [name, { shape, data: values }] as const;
  });
  const all = Object.fromEntries(await Promise.all(tensors));
  return { ...kept, checkpoint: { ...checkpoint, tensors: all } };
}
