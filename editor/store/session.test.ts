import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunResult, TrainSummary } from '../../runtime/index';
import {
  idle,
  isBusy,
  noProgress,
  progressOf,
  reduceSession,
  type SessionEvent,
  type SessionState,
  type Validation,
} from './session';

const result: RunResult = {
  outputs: [],
  taps: {},
  seen: {},
  expected: null,
  milliseconds: 3,
  trainedSteps: 0,
  backend: 'wasm',
};
const summary: TrainSummary = {
  steps: 20,
  stopped: false,
  loss: 0.1,
  test: { metric: { kind: 'accuracy', value: 0.96 }, examples: 1000 },
  best: null,
  weightsOf: 20,
  seconds: 9,
  stepMs: 100,
  stepFlops: 1000,
  peakBytes: 1000,
  parameters: 10,
  backend: 'webgpu',
};
const progress = (step: number, steps = 20): SessionEvent => ({
  kind: 'train-event',
  event: {
    kind: 'progress',
    step,
    steps,
    points: [{ step, loss: 1 / step, accuracy: null, gradientNorm: null, seconds: step / 10 }],
    secondsLeft: steps - step,
    examplesPerSecond: 100,
    stepMs: 100,
  },
});
const train: SessionEvent = { kind: 'train-requested', steps: 20, resume: false };
const failed: SessionEvent = {
  kind: 'failed',
  diagnostics: [{ code: 'run/memory', severity: 'error', message: 'm', at: {} }],
};

const stateAfter = (...events: SessionEvent[]) => events.reduce(reduceSession, idle);
const steps = (state: SessionState) => progressOf(state).points.map((point) => point.step);

describe('a run', () => {
  it('goes from asked to finished', () => {
    expect(stateAfter({ kind: 'run-requested' })).toMatchObject({ kind: 'starting', task: 'run' });
    const running = stateAfter({ kind: 'run-requested' }, { kind: 'run-started' });
    expect(running).toEqual({ kind: 'running' });
    const done = reduceSession(running, { kind: 'run-finished', result });
    expect(done).toEqual({ kind: 'finished', task: 'run', result });
  });

  it('does not begin while another task goes on, and fails as a run', () => {
    const training = stateAfter(train, progress(1));
    expect(reduceSession(training, { kind: 'run-requested' })).toBe(training);
    expect(stateAfter({ kind: 'run-requested' }, failed)).toMatchObject({
      kind: 'failed',
      task: 'run',
    });
    expect(stateAfter({ kind: 'run-finished', result })).toBe(idle);
  });
});

describe('a training', () => {
  it('tells its phases and collects the curve', () => {
    const validation: Validation = {
      step: 2,
      loss: 0.7,
      metric: { kind: 'accuracy', value: 0.5 },
      best: true,
    };
    const half = { kind: 'fetching', done: 4, total: 8 } as const;
    const loading = stateAfter(train, {
      kind: 'train-event',
      event: { kind: 'loading-data', progress: half },
    });
    expect(loading).toMatchObject({ kind: 'starting', phase: 'loading-data', loading: half });
    const compiling = stateAfter(train, { kind: 'train-event', event: { kind: 'compiling' } });
    expect(compiling).toMatchObject({ kind: 'starting', phase: 'compiling' });
    const state = stateAfter(train, progress(1), progress(2), {
      kind: 'train-event',
      event: { kind: 'validation', ...validation },
    });
    expect(state).toMatchObject({ kind: 'training', ending: null, testing: null });
    expect(steps(state)).toEqual([1, 2]);
    expect(progressOf(state).validations).toEqual([validation]);
    expect(progressOf(state)).toMatchObject({ stepMs: 100 });
    const done = reduceSession(state, { kind: 'train-finished', summary });
    expect(done).toMatchObject({ kind: 'finished', task: 'train', summary });
    expect(steps(done)).toEqual([1, 2]);
  });

  it('pauses after the step under way, resumes and stops', () => {
    const asked = stateAfter(train, progress(1), { kind: 'pause-requested' });
    expect(asked).toMatchObject({ kind: 'training', ending: 'pause' });
    const late = reduceSession(asked, progress(2));
    expect(late).toMatchObject({ kind: 'training', ending: 'pause' });
    const paused = reduceSession(late, { kind: 'train-event', event: { kind: 'paused', step: 2 } });
    expect(paused.kind).toBe('paused');
    expect(isBusy(paused)).toBe(true);
    expect(reduceSession(paused, { kind: 'resume-requested' })).toMatchObject({ ending: null });
    expect(reduceSession(paused, { kind: 'stop-requested' })).toMatchObject({ ending: 'stop' });
  });

  it('goes on from the curve so far, or begins a new one', () => {
    const first = stateAfter(train, progress(1), progress(2), failed);
    expect(first).toMatchObject({ kind: 'failed', task: 'train' });
    const resumed = reduceSession(first, { kind: 'train-requested', steps: 40, resume: true });
    expect(steps(resumed)).toEqual([1, 2]);
    // A step that was trained twice, since the checkpoint lay before it, counts once.
    expect(steps(reduceSession(resumed, progress(2)))).toEqual([1, 2]);
    expect(steps(reduceSession(first, train))).toEqual([]);
  });

  it('tells no time left while the test set is tried', () => {
    const event = { kind: 'testing', done: 64, total: 10_000 } as const;
    expect(stateAfter(train, progress(20), { kind: 'train-event', event })).toMatchObject({
      kind: 'training',
      testing: { done: 64, total: 10_000 },
      progress: { step: 20, secondsLeft: null },
    });
  });

  it('comes back when its document is opened again', () => {
    const restored = stateAfter({ kind: 'restored', progress: noProgress, summary });
    expect(restored).toEqual({ kind: 'finished', task: 'train', progress: noProgress, summary });
    expect(
      reduceSession(stateAfter(train), { kind: 'restored', progress: noProgress, summary }).kind,
    ).toBe('starting');
  });
});

it('any events in any order leave a curve in order and end where they can', () => {
  const event = fc.oneof(
    fc.constantFrom<SessionEvent>(
      { kind: 'run-requested' },
      { kind: 'run-started' },
      { kind: 'run-finished', result },
      train,
      { kind: 'train-requested', steps: 30, resume: true },
      { kind: 'pause-requested' },
      { kind: 'resume-requested' },
      { kind: 'stop-requested' },
      { kind: 'train-finished', summary },
      { kind: 'train-event', event: { kind: 'paused', step: 3 } },
      { kind: 'train-event', event: { kind: 'testing', done: 1, total: 2 } },
      failed,
      { kind: 'reset' },
    ),
    fc.integer({ min: 1, max: 20 }).map((step) => progress(step)),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let state: SessionState = idle;
      for (const next of events) {
        state = reduceSession(state, next);
        const curve = steps(state);
        expect(curve).toEqual([...new Set(curve)].sort((a, b) => a - b));
        const ended = reduceSession(state, failed);
        expect(isBusy(ended)).toBe(false);
        expect(reduceSession(state, { kind: 'reset' })).toBe(idle);
      }
    }),
    { numRuns: 500 },
  );
});
