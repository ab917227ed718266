/** A training's record through runs, failures and reloads. */
import { expect, test } from 'vitest';
import type { RunResult, TrainSummary } from '../../runtime/index';
import {
  idle,
  noProgress,
  reduceSession,
  type SessionEvent,
  type SessionState,
} from '../store/session';
import { followTraining, type TrainingRecord } from './labState';

const summary: TrainSummary = {
  steps: 4,
  stopped: false,
  loss: 0.5,
  test: { metric: { kind: 'accuracy', value: 0.9 }, examples: 10 },
  best: null,
  weightsOf: 4,
  seconds: 2,
  stepMs: 100,
  stepFlops: 1000,
  peakBytes: 1000,
  parameters: 10,
  backend: 'cpu',
};
const result = { trainedSteps: 4 } as RunResult;

function progress(...steps: number[]): SessionEvent {
  return {
    kind: 'train-event',
    event: {
      kind: 'progress',
      step: steps[steps.length - 1] + 1,
      steps: 8,
      points: steps.map((step) => ({
        step,
        loss: 1 / (step + 1),
        accuracy: null,
        gradientNorm: null,
        seconds: step / 10,
      })),
      secondsLeft: 1,
      examplesPerSecond: 10,
      stepMs: 100,
    },
  };
}

function follow(events: readonly SessionEvent[], carried = noProgress) {
  let session: SessionState = idle;
  let record: TrainingRecord | null = null;
  for (const event of events) {
    session = reduceSession(session, event);
    record = followTraining(record, session, carried);
  }
  return record;
}

const steps = (record: TrainingRecord | null) => record?.progress.points.map(({ step }) => step);
const start: SessionEvent = { kind: 'train-requested', steps: 8, resume: false };

test('a run after the training keeps its curve and summary', () => {
  const record = follow([
    start,
    progress(0, 1),
    progress(2, 3),
    { kind: 'train-finished', summary },
    { kind: 'run-requested' },
    { kind: 'run-started' },
    { kind: 'run-finished', result },
  ]);
  expect(steps(record)).toEqual([0, 1, 2, 3]);
  expect(record?.summary).toBe(summary);
});

test('training on after a run joins the curves', () => {
  const before = follow([start, progress(0, 1, 2, 3)])?.progress ?? noProgress;
  const record = follow(
    [{ kind: 'train-requested', steps: 8, resume: true }, progress(3, 4, 5)],
    before,
  );
  expect(steps(record)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(record?.progress.points[3].loss).toBe(0.25);
  expect(record?.progress.step).toBe(6);
});

test('while the second part starts, the first is still shown', () => {
  const before = follow([start, progress(0, 1)])?.progress ?? noProgress;
  const record = follow([{ kind: 'train-requested', steps: 8, resume: true }], before);
  expect(steps(record)).toEqual([0, 1]);
  expect(record?.progress.step).toBe(2);
});

test('a failure keeps the curve up to it and says why', () => {
  const diagnostics = [
    { code: 'train/not-finite', severity: 'error', message: 'NaN', at: {} },
  ] as const;
  const record = follow([start, progress(0, 1), { kind: 'failed', diagnostics }]);
  expect(steps(record)).toEqual([0, 1]);
  expect(record?.diagnostics).toBe(diagnostics);
  expect(record?.summary).toBeNull();
});

test('a failed run is no failed training', () => {
  const record = follow([
    start,
    progress(0),
    { kind: 'train-finished', summary },
    { kind: 'run-requested' },
    { kind: 'failed', diagnostics: [] },
  ]);
  expect(record?.summary).toBe(summary);
});
