/** A runtime that answers when a test says so, and remembers what it was asked. */
import type {
  BackendReport,
  Checkpoint,
  Examination,
  ExamineRequest,
  GenerateEvent,
  GenerateRequest,
  GenerateResult,
  Result,
  RunRequest,
  RunResult,
  RuntimeClient,
  RuntimeStatus,
  TrainEvent,
  TrainRequest,
  TrainSummary,
} from '../../../runtime/index';

const backend: BackendReport = {
  backend: 'cpu',
  label: 'JavaScript',
  reason: 'a test',
  software: false,
  attempts: [],
  maxBufferBytes: null,
};

export const runResult: RunResult = {
  outputs: [],
  taps: {},
  seen: {},
  expected: null,
  milliseconds: 1,
  trainedSteps: 0,
  backend: 'cpu',
};

export const generateResult: GenerateResult = {
  ...runResult,
  tokensPerSecond: 100,
  cached: true,
  uncachedBecause: null,
};

export function summaryOf(steps: number, stopped = false): TrainSummary {
  return {
    steps,
    stopped,
    loss: 0.5,
    test: stopped ? null : { metric: { kind: 'accuracy', value: 0.9 }, examples: 100 },
    best: null,
    weightsOf: steps,
    seconds: 2,
    stepMs: 100,
    stepFlops: 1000,
    peakBytes: 1000,
    parameters: 10,
    backend: 'cpu',
  };
}

/** `first` and `end` are steps, the last not among them. */
export function progressOf(first: number, end: number, steps: number): TrainEvent {
  return {
    kind: 'progress',
    step: end,
    steps,
    points: Array.from({ length: end - first }, (_, i) => ({
      step: first + i,
      loss: 1 / (first + i + 1),
      accuracy: null,
      gradientNorm: null,
      seconds: (first + i + 1) / 10,
    })),
    secondsLeft: 1,
    examplesPerSecond: 100,
    stepMs: 100,
  };
}

export interface FakeRuntime extends RuntimeClient {
  readonly calls: string[];
  readonly runs: RunRequest[];
  readonly texts: GenerateRequest[];
  readonly trainings: TrainRequest[];
  readonly restored: Checkpoint[];
  readonly examinations: ExamineRequest[];
  /** What the next examinations find. */
  found: Result<Examination>;
  /** Weights that the worker holds. */
  held: Checkpoint | null;
  /** What the next runs answer. */
  answer: Result<RunResult>;
  /** Tells of the text that is being written; it waits for `finishText`. */
  write(events: readonly GenerateEvent[]): void;
  finishText(result?: Result<GenerateResult>): void;
  /** Tells of the training under way. */
  tell(event: TrainEvent): void;
  finish(result: Result<TrainSummary>): void;
}

export function createFakeRuntime(): FakeRuntime {
  const calls: string[] = [];
  let status: RuntimeStatus = { kind: 'idle' };
  const listeners = new Set<(status: RuntimeStatus) => void>();
  let onEvents: (events: readonly GenerateEvent[]) => void = () => {};
  let endText: (result: Result<GenerateResult>) => void = () => {};
  let onEvent: (event: TrainEvent) => void = () => {};
  let end: (result: Result<TrainSummary>) => void = () => {};
  const noted = (name: string) => async () => {
    calls.push(name);
  };
  const fake: FakeRuntime = {
    calls,
    runs: [],
    texts: [],
    trainings: [],
    restored: [],
    examinations: [],
    found: { ok: false, diagnostics: [] },
    held: null,
    answer: { ok: true, value: runResult, diagnostics: [] },
    write: (events) => onEvents(events),
    finishText: (result = { ok: true, value: generateResult, diagnostics: [] }) => endText(result),
    tell: (event) => onEvent(event),
    finish: (result) => end(result),
    get status() {
      return status;
    },
    kept: [],
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      calls.push('start');
      status = { kind: 'ready', backend };
      for (const listener of listeners) listener(status);
      return { ok: true, value: backend, diagnostics: [] };
    },
    async run(request) {
      calls.push('run');
      fake.runs.push(request);
      return fake.answer;
    },
    generate(request, listener) {
      calls.push('generate');
      fake.texts.push(request);
      onEvents = listener;
      return new Promise((resolve) => {
        endText = resolve;
      });
    },
    train(request, listener) {
      calls.push('train');
      fake.trainings.push(request);
      onEvent = listener;
      return new Promise((resolve) => {
        end = resolve;
      });
    },
    async examine(request) {
      calls.push('examine');
      fake.examinations.push(request);
      return fake.found;
    },
    endExamination: noted('endExamination'),
    pause: noted('pause'),
    resume: noted('resume'),
    stop: noted('stop'),
    async checkpoint() {
      calls.push('checkpoint');
      return fake.held;
    },
    async restore(checkpoint) {
      calls.push('restore');
      fake.restored.push(checkpoint);
    },
    inspectWeights: async () => ({ ok: false, diagnostics: [] }),
    loadWeights: async () => ({ ok: false, diagnostics: [] }),
    undoLoad: async () => false,
    weightNamings: async () => ({ ok: false, diagnostics: [] }),
    saveWeights: async () => ({ ok: false, diagnostics: [] }),
    reset: noted('reset'),
    memory: async () => ({ tensors: 0, bytes: 0 }),
    sample: async () => ({ ok: false, diagnostics: [] }),
    describe: async () => ({ ok: false, diagnostics: [] }),
    baselines: async () => ({ ok: false, diagnostics: [] }),
    tokenizer: async () => ({ ok: false, diagnostics: [] }),
    tokenize: async () => ({ ok: false, diagnostics: [] }),
    importFiles: async () => ({ ok: false, diagnostics: [] }),
    keepImport: async () => ({ ok: false, diagnostics: [] }),
    dropImport: noted('dropImport'),
    dispose: noted('dispose'),
  };
  return fake;
}
