/** What the runtime is doing, as one value; `reduceSession` is the only way it changes. */
import type {
  Diagnostic,
  LoadProgress,
  Metric,
  RunResult,
  TrainEvent,
  TrainPoint,
  TrainSummary,
} from '../../runtime/index';

export interface Validation {
  readonly step: number;
  readonly loss: number;
  readonly metric: Metric | null;
  /** Better than all before. */
  readonly best: boolean;
}

/** The curve of a training, and how far it is. */
export interface TrainProgress {
  readonly step: number;
  readonly steps: number;
  readonly points: readonly TrainPoint[];
  readonly validations: readonly Validation[];
  readonly secondsLeft: number | null;
  readonly examplesPerSecond: number;
  /** Milliseconds of a step by itself; 0 before the first. */
  readonly stepMs: number;
}

export const noProgress: TrainProgress = {
  step: 0,
  steps: 0,
  points: [],
  validations: [],
  secondsLeft: null,
  examplesPerSecond: 0,
  stepMs: 0,
};

export type SessionState =
  | { readonly kind: 'idle' }
  /** The worker starts, the graph compiles or the data loads. */
  | {
      readonly kind: 'starting';
      readonly task: 'run' | 'train';
      readonly phase: 'starting' | 'compiling' | 'loading-data';
      /** How far the data is, where that is told. */
      readonly loading: LoadProgress | null;
      readonly progress: TrainProgress;
    }
  | { readonly kind: 'running' }
  | {
      readonly kind: 'training';
      readonly progress: TrainProgress;
      /** Pause or stop was asked for and takes effect after the step under way. */
      readonly ending: 'pause' | 'stop' | null;
      /** How much of the test set was tried, at the end. */
      readonly testing: { readonly done: number; readonly total: number } | null;
    }
  | { readonly kind: 'paused'; readonly progress: TrainProgress }
  | {
      readonly kind: 'failed';
      readonly task: 'run' | 'train';
      readonly diagnostics: readonly Diagnostic[];
      readonly progress: TrainProgress;
    }
  | {
      readonly kind: 'finished';
      readonly task: 'train';
      readonly summary: TrainSummary;
      readonly progress: TrainProgress;
    }
  | {
      readonly kind: 'finished';
      readonly task: 'run';
      readonly result: RunResult;
    };

export type SessionEvent =
  | { readonly kind: 'run-requested' }
  | { readonly kind: 'run-started' }
  | { readonly kind: 'run-finished'; readonly result: RunResult }
  /** `resume` keeps the curve so far. */
  | { readonly kind: 'train-requested'; readonly steps: number; readonly resume: boolean }
  | { readonly kind: 'train-event'; readonly event: TrainEvent }
  | { readonly kind: 'pause-requested' }
  | { readonly kind: 'resume-requested' }
  | { readonly kind: 'stop-requested' }
  | { readonly kind: 'train-finished'; readonly summary: TrainSummary }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] }
  /** The last training of a document that was opened again. */
  | {
      readonly kind: 'restored';
      readonly progress: TrainProgress;
      readonly summary: TrainSummary;
    }
  | { readonly kind: 'reset' };

export const idle: SessionState = { kind: 'idle' };

/** The curve so far; empty where there is none. */
export function progressOf(state: SessionState): TrainProgress {
  return 'progress' in state ? state.progress : noProgress;
}

/** True while the worker has a task: Run and Train wait. */
export function isBusy(state: SessionState): boolean {
  return ['starting', 'running', 'training', 'paused'].includes(state.kind);
}

/** Pure. An event that does not fit the state leaves it as it is. */
export function reduceSession(state: SessionState, event: SessionEvent): SessionState {
  switch (event.kind) {
    case 'run-requested':
      if (isBusy(state)) return state;
      return begin('run', noProgress);
    case 'run-started':
      return state.kind === 'starting' && state.task === 'run' ? { kind: 'running' } : state;
    case 'run-finished':
      if (!isRun(state)) return state;
      return { kind: 'finished', task: 'run', result: event.result };
    case 'train-requested': {
      if (isBusy(state)) return state;
      const before = event.resume ? progressOf(state) : noProgress;
      const progress = { ...before, steps: event.steps, secondsLeft: null };
      return begin('train', progress);
    }
    case 'train-event':
      return isTrain(state) ? reduceTraining(state, event.event) : state;
    case 'pause-requested':
      return state.kind === 'training' ? { ...state, ending: 'pause' } : state;
    case 'resume-requested':
      if (state.kind !== 'paused') return state;
      return { kind: 'training', progress: state.progress, ending: null, testing: null };
    case 'stop-requested':
      if (state.kind === 'training') return { ...state, ending: 'stop' };
      if (state.kind !== 'paused') return state;
      return { kind: 'training', progress: state.progress, ending: 'stop', testing: null };
    case 'train-finished':
      if (!isTrain(state)) return state;
      return {
        kind: 'finished',
        task: 'train',
        summary: event.summary,
        progress: { ...state.progress, step: event.summary.steps, secondsLeft: null },
      };
    case 'failed': {
      if (!isBusy(state)) return state;
      const { diagnostics } = event;
      const task = isRun(state) ? 'run' : 'train';
      return { kind: 'failed', task, diagnostics, progress: progressOf(state) };
    }
    case 'restored':
      if (isBusy(state)) return state;
      return { ...event, kind: 'finished', task: 'train' };
    case 'reset':
      return idle;
  }
}

function begin(task: 'run' | 'train', progress: TrainProgress): SessionState {
  return { kind: 'starting', task, phase: 'starting', loading: null, progress };
}

type Training = Extract<SessionState, { kind: 'training' | 'paused' | 'starting' }>;

function isRun(state: SessionState): boolean {
  return state.kind === 'running' || (state.kind === 'starting' && state.task === 'run');
}

function isTrain(state: SessionState): state is Training {
  return (
    state.kind === 'training' ||
    state.kind === 'paused' ||
    (state.kind === 'starting' && state.task === 'train')
  );
}

function reduceTraining(state: Training, event: TrainEvent): SessionState {
  const { progress } = state;
  const ending = state.kind === 'training' ? state.ending : null;
  switch (event.kind) {
    case 'compiling':
      return state.kind === 'starting' ? { ...state, phase: event.kind } : state;
    case 'loading-data':
      if (state.kind !== 'starting') return state;
      return { ...state, phase: event.kind, loading: event.progress ?? null };
    case 'progress': {
      // A step that is trained again replaces what the curve had there.
      const first = event.points[0]?.step ?? Number.POSITIVE_INFINITY;
      const before = progress.points.filter((point) => point.step < first);
      const next: TrainProgress = {
        ...progress,
        step: event.step,
        steps: event.steps,
        points: before.concat(event.points),
        secondsLeft: event.secondsLeft,
        examplesPerSecond: event.examplesPerSecond,
        stepMs: event.stepMs,
      };
      return { kind: 'training', progress: next, ending, testing: null };
    }
    case 'validation': {
      const { step, loss, metric, best } = event;
      const before = progress.validations.filter((known) => known.step < step);
      const validations = [...before, { step, loss, metric, best }];
      return { kind: 'training', progress: { ...progress, validations }, ending, testing: null };
    }
    case 'paused':
      return { kind: 'paused', progress: { ...progress, step: event.step, secondsLeft: null } };
    case 'testing': {
      const { done, total } = event;
      // What was left of the training says nothing about the test.
      const trained = { ...progress, secondsLeft: null };
      return { kind: 'training', progress: trained, ending, testing: { done, total } };
    }
  }
}
