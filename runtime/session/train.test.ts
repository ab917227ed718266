import { afterAll, describe, expect, it } from 'vitest';
import type { DatasetLoader } from '../datasets/catalogue';
import type { Split } from '../datasets/types';
import type { RuntimeApi } from '../protocol';
import { testDatasets } from './testing/datasets';
import { classifier, writer } from './testing/documents';
import { startSession, trainOn } from './testing/startSession';

const sessions: Partial<Record<'cpu' | 'wasm', RuntimeApi>> = {};
const sessionOn = async (name: 'cpu' | 'wasm') => {
  sessions[name] ??= await startSession(name);
  return sessions[name];
};
afterAll(() => Promise.all(Object.values(sessions).map((session) => session.dispose())));

describe('train', () => {
  it('learns, and measures the whole test set', async () => {
    const { summary, points, events } = await trainOn(await sessionOn('wasm'), classifier);
    expect(points.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, step) => step));
    expect(points[39].loss).toBeLessThan(0.5 * points[0].loss);
    expect(summary).toMatchObject({ steps: 40, stopped: false, backend: 'wasm', weightsOf: 40 });
    expect(summary.test).toMatchObject({ examples: 25, metric: { kind: 'accuracy' } });
    expect(summary.test?.metric.value).toBeGreaterThan(0.9);
    // 16 x 16 + 16, batch norm 16 + 16, 16 x 3 + 3.
    expect(summary.parameters).toBe(355);
    expect(summary.peakBytes).toBeGreaterThan(3 * 4 * 355);
    expect(summary.stepMs).toBeGreaterThan(0);
    expect(summary.seconds).toBeCloseTo(points[39].seconds, 9);
    expect(events.map(({ kind }) => kind)).toContain('validation');
    expect(events.at(-1)).toEqual({ kind: 'testing', done: 25, total: 25 });
  });

  it('measures sequences by what the model writes by itself', async () => {
    const { summary } = await trainOn(await sessionOn('wasm'), writer, {
      dataset: 'copies',
      steps: 120,
      learningRate: 0.05,
    });
    expect(summary.test).toEqual({ metric: { kind: 'sequences', value: 1 }, examples: 4 });
  });

  it('validates each example alike, the last ones in a batch of their own size', async () => {
    // 80 examples, the last 16 unlike the others; a batch is more than is usually looked at.
    const parted =
      (size: number): DatasetLoader =>
      async (id) => {
        const dataset = await testDatasets(id);
        if (!dataset) return null;
        const batch = (indices: readonly number[]) =>
          dataset.test.batch(indices.map((index) => (index < 64 ? 0 : 3)));
        return { ...dataset, validation: { size, batch } };
      };
    const settings = { dataset: 'copies', steps: 20, batchSize: 80 };
    const lossOn = async (loadDataset: DatasetLoader) => {
      const session = await startSession('wasm', loadDataset);
      const { events } = await trainOn(session, writer, settings);
      await session.dispose();
      return events.flatMap((event) => (event.kind === 'validation' ? [event.loss] : []));
    };
    const only =
      (example: number): DatasetLoader =>
      async (id) => {
        const dataset = await testDatasets(id);
        if (!dataset) return null;
        const batch = (indices: readonly number[]) =>
          dataset.test.batch(indices.map(() => example));
        return { ...dataset, validation: { size: 80, batch } };
      };
    const [first] = await lossOn(only(0));
    const [rest] = await lossOn(only(3));
    expect(rest).not.toBeCloseTo(first, 3);
    const both = await lossOn(parted(80));
    expect(both).toHaveLength(1);
    expect(both[0]).toBeCloseTo((64 * first + 16 * rest) / 80, 4);
    const [fewer] = await lossOn(parted(79));
    expect(fewer).toBeCloseTo((64 * first + 15 * rest) / 79, 4);
  });

  it('looks at more examples together than a small training batch has', async () => {
    const together = new Set<number>();
    const session = await startSession('wasm', async (id) => {
      const dataset = await testDatasets(id);
      if (!dataset) return null;
      const batch: Split['batch'] = (indices) => {
        together.add(indices.length);
        return dataset.test.batch(indices);
      };
      return { ...dataset, test: { size: 100, batch }, validation: { size: 25, batch } };
    });
    const largest = async (batchSize: number) => {
      together.clear();
      await trainOn(session, classifier, { batchSize, steps: 2 });
      return Math.max(...together);
    };
    // No more than the held-out examples, nor more than eight times the batch.
    expect(await largest(4)).toBe(25);
    expect(await largest(2)).toBe(16);
    expect(await largest(50)).toBe(50);
    await session.dispose();
  });

  it('gives the same curve for the same seed, another for another', async () => {
    const session = await sessionOn('wasm');
    const curve = async (seed: number) =>
      (await trainOn(session, classifier, { seed, steps: 20 })).points.map(({ loss }) => loss);
    const first = await curve(7);
    expect(await curve(7)).toEqual(first);
    expect(await curve(8)).not.toEqual(first);
  });
});

it('lets a second optimiser begin with its own corrections', async () => {
  const session = await startSession('cpu');
  const constant = { schedule: 'constant', warmupSteps: 0, learningRate: 0.01 } as const;
  await trainOn(session, classifier, { ...constant, optimizer: 'sgd', steps: 12 });
  const before = await session.checkpoint();
  await trainOn(session, classifier, { ...constant, optimizer: 'adam', steps: 1 }, true);
  const after = await session.checkpoint();
  if (!before || !after) throw new Error('nothing was trained');
  expect(after).toMatchObject({ step: 13, slotsFrom: 12 });
  const moved = Object.entries(before.tensors).flatMap(([name, { data }]) =>
    // Running statistics follow the data, not the optimiser.
    name.includes('/moving_')
      ? []
      : Array.from(data, (value, i) => Math.abs(after.tensors[name].data[i] - value)),
  );
  // The first step of Adam is the learning rate, up or down (Kingma and Ba 2015, section 2.1).
  expect(Math.max(...moved)).toBeLessThan(0.0101);
  expect(Math.max(...moved)).toBeGreaterThan(0.0099);
  await session.dispose();
});
