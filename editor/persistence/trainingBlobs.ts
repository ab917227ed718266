/**
 * Large weights as blobs: Chromium refuses a value of more than 133 MB in its database, and keeps
 * blobs of any size beside it.
 */
import type { BestValidation, Checkpoint } from '../../runtime/index';
import type { StoredTraining } from './storage';
import { upgradeTraining } from './upgradeTraining';

/** Bytes of weights up to which they are kept in the value itself. */
const INLINE_BYTES = 32_000_000;

interface KeptTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Blob;
}

type KeptTensors = Readonly<Record<string, KeptTensor>>;

/** A training as the database has it. */
export type KeptTraining = Omit<StoredTraining, 'checkpoint'> & {
  readonly checkpoint: Omit<Checkpoint, 'tensors' | 'best'> & {
    readonly tensors: KeptTensors;
    readonly best?: Omit<BestValidation, 'tensors'> & { readonly tensors?: KeptTensors };
  };
};

export function packTraining(training: StoredTraining, inlineBytes = INLINE_BYTES): KeptTraining {
  const { checkpoint } = training;
  const { tensors, best } = checkpoint;
  const all = [...Object.values(tensors), ...Object.values(best?.tensors ?? {})];
  const bytes = all.reduce((sum, { data }) => sum + data.byteLength, 0);
  if (bytes <= inlineBytes) return training;
  return {
    ...training,
    checkpoint: {
      ...checkpoint,
      tensors: toBlobs(tensors),
      ...(best && { best: { ...best, ...(best.tensors && { tensors: toBlobs(best.tensors) }) } }),
    },
  };
}

/** Also one that an earlier Patchbay kept. Rejects where the browser has lost a blob. */
export async function unpackTraining(kept: KeptTraining): Promise<StoredTraining> {
  const { tensors, best, ...rest } = kept.checkpoint;
  const checkpoint: Checkpoint = {
    ...rest,
    tensors: await fromBlobs(tensors),
    ...(best && { best: await unpackBest(best) }),
  };
  return upgradeTraining({ ...kept, checkpoint });
}

async function unpackBest({
  tensors,
  ...best
}: NonNullable<KeptTraining['checkpoint']['best']>): Promise<BestValidation> {
  return tensors ? { ...best, tensors: await fromBlobs(tensors) } : best;
}

function toBlobs(tensors: Checkpoint['tensors']): KeptTensors {
  const entries = Object.entries(tensors).map(([name, { shape, data }]): [string, KeptTensor] => [
    name,
    { shape, data: new Blob([data as Float32Array<ArrayBuffer>]) },
  ]);
  return Object.fromEntries(entries);
}

async function fromBlobs(tensors: KeptTensors): Promise<Checkpoint['tensors']> {
  const entries = Object.entries(tensors).map(async ([name, { shape, data }]) => {
    const values = data instanceof Blob ? new Float32Array(await data.arrayBuffer()) : data;
    return [name, { shape, data: values }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
