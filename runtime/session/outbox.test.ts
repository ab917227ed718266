import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TrainEvent } from '../protocol';
import { createOutbox } from './outbox';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const progress = (step: number): TrainEvent => ({
  kind: 'progress',
  step: step + 1,
  steps: 100,
  points: [{ step, loss: 1, accuracy: null, gradientNorm: null, seconds: step }],
  secondsLeft: 1,
  examplesPerSecond: 1,
  stepMs: 1,
});
const validation = (step: number): TrainEvent => ({
  kind: 'validation',
  step,
  loss: 1,
  metric: null,
  best: false,
});

function open() {
  const sent: { readonly at: number; readonly event: TrainEvent }[] = [];
  const outbox = createOutbox(
    (event) => sent.push({ at: performance.now(), event }),
    () => performance.now(),
  );
  return { outbox, sent, kinds: () => sent.map(({ event }) => event.kind) };
}

it('sends at most four events a second, and loses no point', () => {
  const { outbox, sent } = open();
  for (let step = 0; step < 300; step++) {
    outbox.post(progress(step));
    if (step % 20 === 19) outbox.post(validation(step + 1));
    vi.advanceTimersByTime(10);
  }
  for (const { at } of sent) {
    expect(sent.filter((other) => other.at >= at && other.at < at + 1000).length).toBeLessThan(5);
  }
  outbox.flush();
  const events = sent.map(({ event }) => event);
  const points = events.flatMap((event) => (event.kind === 'progress' ? event.points : []));
  expect(points.map(({ step }) => step)).toEqual(Array.from({ length: 300 }, (_, step) => step));
  const validations = events.flatMap((event) => (event.kind === 'validation' ? [event.step] : []));
  expect(validations).toEqual(Array.from({ length: 15 }, (_, i) => 20 * (i + 1)));
});

it('sends what is kept when its time has come, also where nothing follows', () => {
  const { outbox, kinds } = open();
  outbox.post({ kind: 'compiling' });
  outbox.post({ kind: 'loading-data' });
  expect(kinds()).toEqual(['compiling']);
  vi.advanceTimersByTime(250);
  expect(kinds()).toEqual(['compiling', 'loading-data']);
});

it('tells no phase that is over, and of a load and a test the newest', () => {
  const { outbox, sent, kinds } = open();
  outbox.post({ kind: 'compiling' });
  outbox.post({ kind: 'loading-data' });
  outbox.post(progress(0));
  outbox.flush();
  expect(kinds()).toEqual(['compiling', 'progress']);
  outbox.post({ kind: 'testing', done: 1, total: 9 });
  outbox.post({ kind: 'testing', done: 9, total: 9 });
  outbox.flush();
  expect(sent.slice(2).map(({ event }) => event)).toEqual([{ kind: 'testing', done: 9, total: 9 }]);
});

it('sends nothing after a flush that was sent by it', () => {
  const { outbox, sent } = open();
  outbox.post(progress(0));
  outbox.post(progress(1));
  outbox.flush();
  vi.advanceTimersByTime(1000);
  expect(sent).toHaveLength(2);
});
