/** Trainings side by side, each in a slot of its own. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../datasets/types';
import type { RuntimeApi, TrainEvent } from '../protocol';
import { GREEDY } from './generate/checkDecoding';
import { watched } from './testing/datasets';
import { classifier, pairModel, writer } from './testing/documents';
import {
  experiment,
  startSession,
  trainOn,
  trainRequest,
  withoutTime,
} from './testing/startSession';

let session: RuntimeApi;
beforeAll(async () => {
  session = await startSession('wasm');
});
afterEach(() => session.reset());
afterAll(() => session.dispose());

const inSlot = (slot: string) => ({ document: classifier, resume: false, slot });
const endless = { steps: 10_000_000 };

describe('slots', () => {
  it('change no digit of one another, and are the same twice', async () => {
    const settings = { steps: 45, optimizer: 'adamw', weightDecay: 0.1, crop: 1 } as const;
    const alone = await trainOn(session, classifier, settings);
    const again = await trainOn(session, classifier, settings);
    expect(withoutTime(again.points)).toEqual(withoutTime(alone.points));
    await session.reset();
    const [first, second, other] = await Promise.all([
      trainRequest(session, inSlot('a'), settings),
      trainRequest(session, inSlot('b'), { ...settings, seed: 8 }),
      trainRequest(session, { ...inSlot('c'), document: writer }, { dataset: 'copies', steps: 45 }),
    ]);
    expect(withoutTime(first.points)).toEqual(withoutTime(alone.points));
    expect(first.summary.test).toEqual(alone.summary.test);
    expect(withoutTime(second.points)).not.toEqual(withoutTime(alone.points));
    expect(other.points).toHaveLength(45);
  });

  it('all get the same share', async () => {
    const taken: string[] = [];
    const loader = (name: string) => watched(() => void taken.push(name));
    const sessionOfTwo = await startSession(
      'wasm',
      async (id) => (await loader(id)('stripes')) as Dataset,
    );
    const train = (slot: string) =>
      trainRequest(sessionOfTwo, inSlot(slot), { dataset: slot, steps: 60 });
    await Promise.all(['a', 'b', 'c'].map(train));
    await sessionOfTwo.dispose();
    expect(taken).toHaveLength(180);
    // Between two steps of one there is one of each other, once all have begun.
    const begun = Math.max(...['a', 'b', 'c'].map((name) => taken.indexOf(name)));
    for (let at = begun; at + 3 <= 150; at += 3) {
      expect(new Set(taken.slice(at, at + 3)).size).toBe(3);
    }
  });

  it('end one by one: one that fails leaves the others alone', async () => {
    const exploding = {
      ...experiment,
      optimizer: 'sgd',
      learningRate: 1e6,
      warmupSteps: 0,
    } as const;
    const failing = await Promise.all([
      session.train({ ...inSlot('rate'), experiment: { ...exploding, clipNorm: 1e30 } }, () => {}),
      session.train({ ...inSlot('batch'), experiment: { ...experiment, batchSize: 61 } }, () => {}),
      session.train({ ...inSlot('data'), experiment: { ...experiment, dataset: 'no' } }, () => {}),
      trainRequest(session, inSlot('sound'), { steps: 100 }),
    ]);
    const sound = failing[3];
    expect('summary' in sound && sound.summary).toMatchObject({ steps: 100, stopped: false });
    const codes = failing.slice(0, 3).map((result) => 'ok' in result && result.diagnostics[0].code);
    expect(codes).toEqual(['train/not-finite', 'train/settings', 'train/data']);
  });

  it('have weights of their own: to run with, keep, restore and forget', async () => {
    await trainRequest(session, inSlot('a'), { steps: 6 });
    await trainRequest(session, inSlot('b'), { steps: 9, seed: 8 });
    const inputs = { image: { kind: 'sample', index: 0 } } as const;
    const document = { ...classifier, experiment };
    const stepsIn = async (slot?: string) => {
      const result = await session.run({ document, inputs, taps: [], slot });
      return result.ok && result.value.trainedSteps;
    };
    expect([await stepsIn('a'), await stepsIn('b'), await stepsIn()]).toEqual([6, 9, 0]);
    const checkpoint = await session.checkpoint('b');
    expect(checkpoint).toMatchObject({ step: 9, seed: 8 });
    expect(await session.checkpoint()).toBeNull();
    await session.restore(structuredClone(checkpoint!), 'a');
    expect(await stepsIn('a')).toBe(9);
    await session.reset('a');
    expect([await stepsIn('a'), await stepsIn('b')]).toEqual([0, 9]);
    await session.reset();
    expect(await stepsIn('b')).toBe(0);
  });

  it('are paused and stopped each by its name, or all', async () => {
    const events: Record<string, TrainEvent[]> = { a: [], b: [], c: [] };
    const begin = (slot: string) =>
      trainRequest(session, inSlot(slot), endless, (event) => void events[slot].push(event));
    const trainings = ['a', 'b', 'c'].map(begin);
    const kinds = (slot: string) => events[slot].map(({ kind }) => kind);
    await expect.poll(() => kinds('a')).toContain('progress');
    await session.pause('a');
    await expect.poll(() => kinds('a').at(-1)).toBe('paused');
    const [held, before] = [events.a.length, events.b.length];
    await expect.poll(() => events.b.length).toBeGreaterThan(before + 1);
    expect(events.a).toHaveLength(held);
    await session.stop('b');
    expect((await trainings[1]).summary.stopped).toBe(true);
    await session.resume('a');
    await expect.poll(() => events.a.length).toBeGreaterThan(held);
    await session.stop();
    const [a, , c] = await Promise.all(trainings);
    expect([a.summary.stopped, c.summary.stopped]).toEqual([true, true]);
  });

  it('write beside their training, each text by the weights of one step', async () => {
    let step = 0;
    const training = trainRequest(
      session,
      { document: pairModel, resume: false, slot: 'a' },
      { ...endless, dataset: 'copies' },
      (event) => {
        if (event.kind === 'progress') step = event.step;
      },
    );
    await expect.poll(() => step).toBeGreaterThan(3);
    const written: string[] = [];
    const decoding = { ...GREEDY, method: 'sample', temperature: 3, maxTokens: 40 } as const;
    const text = await session.generate(
      { document: pairModel, inputs: {}, taps: [], decoding, slot: 'a' },
      (events) => {
        for (const event of events) if (event.kind === 'token') written.push(event.text);
      },
    );
    const ended = step;
    await expect.poll(() => step).toBeGreaterThan(ended + 3);
    await session.stop('a');
    await training;
    if (!text.ok) throw new Error(JSON.stringify(text.diagnostics));
    const [output] = text.value.outputs;
    expect(output.kind === 'tokens' && output.tokens.map((token) => token.text)).toEqual(written);
    expect(text.value.trainedSteps).toBeGreaterThan(3);
    // What was kept of earlier places holds as long as the weights do.
    expect(text.value.cached).toBe(true);
  });

  it('one in the same slot ends the one before it, and no other', async () => {
    const first = trainRequest(session, inSlot('a'), endless);
    const other = trainRequest(session, inSlot('b'), endless);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const second = await trainRequest(session, inSlot('a'), { steps: 3 });
    expect((await first).summary.stopped).toBe(true);
    expect(second.summary).toMatchObject({ steps: 3, stopped: false });
    await session.stop('b');
    expect((await other).summary.steps).toBeGreaterThan(3);
  });

  it('hold no more after they were reset', async () => {
    const trainAll = async () => {
      await Promise.all(
        ['a', 'b', 'c'].map((slot, seed) =>
          trainRequest(session, inSlot(slot), { steps: 25, seed, keepBest: true }),
        ),
      );
      await session.reset();
      return session.memory();
    };
    const held = await trainAll();
    expect(await trainAll()).toEqual(held);
  });

  it('pause and stop within a quarter of a second, six of them', async () => {
    const slots = ['a', 'b', 'c', 'd', 'e', 'f'];
    const paused = new Map<string, number>();
    const trainings = slots.map((slot, seed) =>
      trainRequest(session, inSlot(slot), { ...endless, seed }, ({ kind }) => {
        if (kind === 'paused') paused.set(slot, performance.now());
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 400));
    const asked = performance.now();
    await Promise.all(slots.slice(0, 3).map((slot) => session.pause(slot)));
    await expect.poll(() => paused.size, { interval: 5 }).toBe(3);
    expect(Math.max(...paused.values()) - asked).toBeLessThan(250);
    const stopping = performance.now();
    await session.stop();
    await Promise.all(trainings);
    expect(performance.now() - stopping).toBeLessThan(250);
  });
});
