/** A small detector with the loss of DETR finds the bright squares of a picture. */
import { expect, it } from 'vitest';
import { detector, squares } from './testing/detector';
import { startSession } from './testing/startSession';

const experiment = {
  dataset: 'squares',
  batchSize: 16,
  steps: 100,
  optimizer: 'adam',
  learningRate: 0.005,
  warmupSteps: 5,
  seed: 2,
  clipNorm: 1,
} as const;

it('learns boxes and classes of a set without order', { timeout: 120_000 }, async () => {
  const session = await startSession('wasm', async () => squares);
  const losses: number[] = [];
  const trained = await session.train(
    { document: detector, experiment, resume: false },
    (event) => {
      if (event.kind === 'progress') losses.push(...event.points.map(({ loss }) => loss));
    },
  );
  if (!trained.ok) throw new Error(JSON.stringify(trained.diagnostics));
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(losses[0]).toBeGreaterThan(5);
  expect(mean(losses.slice(-10))).toBeLessThan(3);
  await session.dispose();
});
