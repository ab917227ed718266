import { expect, it } from 'vitest';
import type { BestValidation } from '../../runtime/index';
import { noProgress } from '../store/session';
import type { StoredTraining } from './storage';
import { packTraining, unpackTraining } from './trainingBlobs';

const training: StoredTraining = {
  documentId: 'd',
  slot: 'base:h',
  saved: 1,
  checkpoint: {
    step: 3,
    seed: 1,
    source: 'vit.safetensors',
    tensors: {
      a: { shape: [2, 2], data: Float32Array.of(1, -2, 3.5, 1e-30) },
      // A view of a longer buffer: only its own values are kept.
      b: { shape: [1], data: new Float32Array([7, 8, 9]).subarray(1, 2) },
    },
  },
  progress: noProgress,
  summary: null,
};

it('large weights become blobs and come back as they were', async () => {
  const kept = packTraining(training, 16);
  const { a, b } = kept.checkpoint.tensors;
  expect(a.data).toBeInstanceOf(Blob);
  expect((b.data as Blob).size).toBe(4);
  const back = await unpackTraining(kept);
  expect(back).toEqual(training);
  expect(back.checkpoint.tensors.b.data.buffer.byteLength).toBe(4);
});

it('so do those of the best validation', async () => {
  const figure = {
    step: 2,
    metric: { kind: 'accuracy', value: 0.5 },
    dataset: 'mnist',
  } as const;
  const { tensors } = training.checkpoint;
  const withBest = (best: BestValidation) => ({
    ...training,
    checkpoint: { ...training.checkpoint, best },
  });
  const kept = packTraining(withBest({ ...figure, tensors }), 16);
  expect(kept.checkpoint.best?.tensors?.a.data).toBeInstanceOf(Blob);
  expect(await unpackTraining(kept)).toEqual(withBest({ ...figure, tensors }));
  const bare = withBest(figure);
  expect(await unpackTraining(packTraining(bare, 16))).toEqual(bare);
});

it('small weights stay as they are', async () => {
  expect(packTraining(training)).toBe(training);
  expect(await unpackTraining(training)).toEqual(training);
});
