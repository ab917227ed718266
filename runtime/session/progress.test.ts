/** What a training tells on its way, and when it ends. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetLoader } from '../datasets/catalogue';
import type { RuntimeApi, TrainEvent } from '../protocol';
import { createSession } from './createSession';
import { testDatasets, watched } from './testing/datasets';
import { classifier, repeater } from './testing/documents';
import {
  nodeEnvironment,
  quietHeartbeat,
  startSession,
  trainOn,
  trainRequest,
  withoutTime,
} from './testing/startSession';

let session: RuntimeApi;
beforeEach(async () => {
  session = await startSession('wasm');
});
afterEach(() => session.dispose());

const progressOf = (events: readonly TrainEvent[]) =>
  events.filter((event): event is TrainEvent & { kind: 'progress' } => event.kind === 'progress');

/** A clock that goes on by a tenth of a second with each training batch. */
async function startTimed(): Promise<RuntimeApi> {
  let seconds = 0;
  const timed = createSession({
    environment: nodeEnvironment,
    loadDataset: watched(() => {
      seconds += 0.1;
    }),
    heartbeat: quietHeartbeat,
    now: () => 1000 * seconds,
  });
  await timed.start({ prefer: 'wasm' });
  return timed;
}

describe('a budget', () => {
  it('of passes is counted in steps, and the learning rate with it', async () => {
    // 60 examples in batches of 8 are 7 steps a pass.
    const { summary, points, events } = await trainOn(session, classifier, { epochs: 3, steps: 1 });
    expect(summary.steps).toBe(21);
    expect(progressOf(events).at(-1)).toMatchObject({ step: 21, steps: 21 });
    // Four steps of warm-up, then half a cosine.
    const rates = points.map(({ learningRate = 0 }) => learningRate);
    expect(rates.slice(0, 5)).toEqual(
      [0.004, 0.008, 0.012, 0.016, 0.02].map((rate) => expect.closeTo(rate, 9)),
    );
    expect(rates.at(-1)).toBeCloseTo(0.01 * (1 + Math.cos((16 / 17) * Math.PI)), 9);
    const same = await trainOn(session, classifier, { steps: 21 });
    expect(withoutTime(points)).toEqual(withoutTime(same.points));
    // The learning rate of a longer course leads elsewhere.
    expect(withoutTime((await trainOn(session, classifier, { steps: 40 })).points)).not.toEqual(
      expect.arrayContaining(withoutTime(points).slice(10)),
    );
  });

  it('of seconds ends the training at the first step after', async () => {
    const timed = await startTimed();
    const { summary, points, events } = await trainOn(timed, classifier, {
      steps: 1_000_000,
      seconds: 4.05,
    });
    expect(summary.steps).toBe(41);
    expect(summary.seconds).toBeCloseTo(4.1, 6);
    expect(points.map(({ seconds }) => Math.round(10 * seconds))).toEqual(
      points.map((_, index) => index + 1),
    );
    expect(progressOf(events).at(-1)).toMatchObject({ step: 41, secondsLeft: 0 });
    expect(summary.stepMs).toBeCloseTo(100, 6);
    const validations = events.flatMap((event) =>
      event.kind === 'validation' ? [event.step] : [],
    );
    expect(validations).toHaveLength(10);
    expect(validations.at(-1)).toBe(41);
    await timed.dispose();
  });

  it('of seconds and steps ends with whichever comes first', async () => {
    const timed = await startTimed();
    const few = await trainOn(timed, classifier, { steps: 30, seconds: 100 });
    expect(few.summary.steps).toBe(30);
    const epochs = await trainOn(timed, classifier, { epochs: 100, seconds: 1 });
    expect(epochs.summary.steps).toBe(10);
    await timed.dispose();
  });

  it('leaves pauses, tests and the turns of others out of its seconds', async () => {
    const timed = await startTimed();
    const train = (slot: string) =>
      trainRequest(
        timed,
        { document: classifier, resume: false, slot },
        { steps: 1_000_000, seconds: 2 },
      );
    const both = await Promise.all([train('a'), train('b')]);
    expect(both.map(({ summary }) => summary.steps)).toEqual([20, 20]);
    await timed.dispose();
  });
});

describe('on the way', () => {
  it('tells how long the gradient is at each tenth step, or at each where it is clipped', async () => {
    const { points } = await trainOn(session, classifier, { steps: 25 });
    const told = points.flatMap(({ step, gradientNorm }) => (gradientNorm === null ? [] : [step]));
    expect(told).toEqual([0, 10, 20]);
    for (const step of told) expect(points[step].gradientNorm).toBeGreaterThan(0);
    const clipped = await trainOn(session, classifier, { steps: 5, clipNorm: 1e6 });
    expect(clipped.points.every(({ gradientNorm }) => (gradientNorm ?? 0) > 0)).toBe(true);
    expect(clipped.points[0].gradientNorm).toBe(points[0].gradientNorm);
    // Nothing was longer than that: the step is the same.
    expect(clipped.points[1].loss).toBeCloseTo(points[1].loss, 5);
  });

  it('tells how fast it is', async () => {
    const { events, points } = await trainOn(session, classifier, { steps: 30 });
    const last = progressOf(events).at(-1)!;
    expect(last.stepMs).toBeGreaterThan(0);
    expect(last.examplesPerSecond).toBeCloseTo(8000 / last.stepMs, 3);
    const seconds = points.map((point) => point.seconds);
    expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
  });

  it('tells how far the data is, and can be stopped meanwhile', async () => {
    let asked = (_signal: AbortSignal) => {};
    const waiting = new Promise<AbortSignal>((resolve) => {
      asked = resolve;
    });
    const slow: DatasetLoader = (id, { signal, onProgress } = {}) => {
      onProgress?.({ kind: 'fetching', done: 1, total: 2 });
      asked(signal!);
      return new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        if (id === 'quick') resolve(testDatasets('stripes'));
      });
    };
    const loading = await startSession('wasm', slow);
    const events: TrainEvent[] = [];
    const training = trainOn(loading, classifier, {}, false, (event) => events.push(event));
    await waiting;
    await expect
      .poll(() => events.at(-1))
      .toEqual({
        kind: 'loading-data',
        progress: { kind: 'fetching', done: 1, total: 2 },
      });
    const from = performance.now();
    await loading.stop();
    await expect(training).rejects.toThrow('Stopped before the first step');
    expect(performance.now() - from).toBeLessThan(250);
    await loading.dispose();
  });

  it('augments training pictures alone, and differently at each step', async () => {
    const losses = async (changes: object) =>
      (await trainOn(session, classifier, { steps: 12, ...changes })).points.map(
        ({ loss }) => loss,
      );
    const plain = await losses({});
    for (const changes of [{ flip: true }, { crop: 2 }, { erase: 1 }, { mixup: 1 }]) {
      const changed = await losses(changes);
      expect(changed).not.toEqual(plain);
      expect(await losses(changes)).toEqual(changed);
    }
    // What is held out stays as it is: weights that do not move lose as much on it.
    const held = async (changes: object) => {
      const still = { steps: 20, learningRate: 1e-30, ...changes };
      const { events } = await trainOn(session, repeater, still);
      return events.flatMap((event) => (event.kind === 'validation' ? [event.loss] : []));
    };
    expect(await held({ flip: true, crop: 2, erase: 1, mixup: 1 })).toEqual(await held({}));
  });
});
