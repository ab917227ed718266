import { afterAll, describe, expect, it } from 'vitest';
import type { RuntimeApi } from '../protocol';
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
    expect(summary).toMatchObject({ steps: 40, stopped: false, testExamples: 25, backend: 'wasm' });
    expect(summary.testAccuracy).toBeGreaterThan(0.9);
    expect(events.map(({ kind }) => kind)).toContain('validation');
    expect(events.at(-1)).toEqual({ kind: 'testing', done: 25, total: 25 });
  });

  it('measures sequences by what the model writes by itself', async () => {
    const { summary } = await trainOn(await sessionOn('wasm'), writer, {
      dataset: 'copies',
      steps: 120,
      learningRate: 0.05,
    });
    expect(summary.accuracyName).toContain('written by the model alone');
    expect(summary).toMatchObject({ testAccuracy: 1, testExamples: 4 });
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
