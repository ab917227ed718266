/** The page's side of the runtime: a worker that is started when first needed and replaced when it dies. */
import { proxy, type Remote } from 'comlink';
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import type {
  BackendReport,
  Checkpoint,
  GenerateEvent,
  GenerateRequest,
  GenerateResult,
  MemoryReport,
  RunRequest,
  RunResult,
  RuntimeApi,
  StartOptions,
  TrainEvent,
  TrainRequest,
  TrainSummary,
} from '../protocol';
import { createExaminer, type Examine } from './examiner';
import { explain } from './explain';
import { createShelf } from './shelf';
import { CallLost, createSupervisor, type Timing, type WorkerLike } from './supervisor';

export type RuntimeStatus =
  /** No worker: nothing of it is loaded. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly backend: BackendReport }
  | { readonly kind: 'busy'; readonly backend: BackendReport; readonly task: 'run' | 'train' }
  /** The worker ended by itself; the next call starts another. */
  | { readonly kind: 'dead'; readonly reason: Diagnostic };

export interface CallOptions {
  /** Ends the call with `run/stopped`: at once where the worker answers, within 2 s where not. */
  readonly signal?: AbortSignal;
}

/** `RuntimeApi` whose calls always end: what a dead worker leaves open becomes a failure. */
export interface RuntimeClient extends RuntimeApi {
  run(request: RunRequest, options?: CallOptions): Promise<Result<RunResult>>;
  generate(
    request: GenerateRequest,
    onEvents: (events: readonly GenerateEvent[]) => void,
    options?: CallOptions,
  ): Promise<Result<GenerateResult>>;
  train(
    request: TrainRequest,
    onEvent: (event: TrainEvent) => void,
    options?: CallOptions,
  ): Promise<Result<TrainSummary>>;
  examine: Examine;
  readonly status: RuntimeStatus;
  /**
   * Slots whose weights were kept, with their steps: of each training under way, every 30 seconds.
   * A fresh worker is given them, so that after one has died `train` with `resume` goes on from there.
   */
  readonly kept: readonly { readonly slot: string; readonly step: number }[];
  /** Returns what ends the subscription. */
  subscribe(listener: (status: RuntimeStatus) => void): () => void;
}

export interface ConnectOptions {
  /** Tests give their own. */
  readonly createWorker?: () => WorkerLike;
  readonly timing?: Partial<Timing>;
}

/** A run or a training that has not ended. */
interface Task {
  readonly name: 'run' | 'train';
  readonly slot: string;
  /** A stop was asked for. */
  readonly stopped: boolean;
  readonly ended: Promise<void>;
  /** Ends it where its call has not reached the worker yet. */
  cancel(): void;
}

const START_MS = 120_000;
const RUN_MS = 180_000;
const CONTROL_MS = 20_000;
/** How long a worker may take to stop before it is ended. */
const STOP_MS = 2000;
const CHECKPOINT_INTERVAL_MS = 30_000;
/** Between the checkpoints of two slots: a transfer of all at once would be felt. */
const STAGGER_MS = 5000;
/** The slot that is meant where none is named. */
const MAIN = 'main';

/** Nothing is loaded until the first call that needs the worker. */
export function connectRuntime(options: ConnectOptions = {}): RuntimeClient {
  const { createWorker = startWorker, timing } = options;
  let startOptions: StartOptions = {};
  let backend: BackendReport | null = null;
  const shelf = createShelf();
  let status: RuntimeStatus = { kind: 'idle' };
  const listeners = new Set<(status: RuntimeStatus) => void>();
  const tasks = new Set<Task>();

  const setStatus = (next: RuntimeStatus) => {
    if (JSON.stringify(next) === JSON.stringify(status)) return;
    status = next;
    for (const listener of listeners) listener(status);
  };
  const settleStatus = () => {
    if (!backend) return;
    const names = [...tasks].map(({ name }) => name);
    const task = names.find((name) => name === 'train') ?? names[0];
    setStatus(task ? { kind: 'busy', backend, task } : { kind: 'ready', backend });
  };

  const supervisor = createSupervisor<RuntimeApi>({
    createWorker,
    timing,
    prepare: async (api) => {
      for (const [slot, given] of shelf.all()) {
        // Weights that the worker refuses would otherwise end each worker to come.
        await api.restore(given, slot).catch(() => shelf.drop(slot, given));
      }
    },
    onDeath: (reason) => {
      backend = null;
      setStatus(
        reason === 'stopped' ? { kind: 'idle' } : { kind: 'dead', reason: explain(reason) },
      );
    },
  });

  /** A call whose loss is a failure. */
  const answered = async <T>(
    work: (api: Remote<RuntimeApi>) => Promise<Result<T>>,
    deadlineMs?: number,
  ): Promise<Result<T>> => {
    try {
      return await supervisor.call(work, deadlineMs ? { deadlineMs, ends: 'worker' } : undefined);
    } catch (error) {
      return failure(explain(error instanceof CallLost ? error.reason : 'died'));
    }
  };

  const start = async (): Promise<Result<BackendReport>> => {
    if (!backend) setStatus({ kind: 'starting' });
    const result = await answered((api) => api.start(startOptions), START_MS);
    if (result.ok) {
      backend = result.value;
      settleStatus();
    } else if (status.kind === 'starting') {
      setStatus({ kind: 'dead', reason: result.diagnostics[0] });
    }
    return result;
  };

  /** Asks the worker and lets it be where there is none or where it does not answer. */
  const control = async <T>(
    work: (api: Remote<RuntimeApi>) => Promise<T>,
    otherwise: T,
  ): Promise<T> => {
    if (!supervisor.running) return otherwise;
    return supervisor.call(work, { deadlineMs: CONTROL_MS, ends: 'call' }).catch(() => otherwise);
  };

  const stop = async (slot?: string): Promise<void> => {
    const asked = [...tasks].filter((each) => slot === undefined || each.slot === slot);
    if (asked.length === 0) return;
    for (const each of asked) each.cancel();
    void control((api) => api.stop(slot), undefined);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, STOP_MS);
    });
    await Promise.race([Promise.all(asked.map(({ ended }) => ended)), patience]);
    clearTimeout(timer);
    if (!asked.some((each) => tasks.has(each))) return;
    // What goes on in other slots did not end by itself, and can be taken up again.
    const alone = [...tasks].every(({ stopped }) => stopped);
    supervisor.terminate(alone ? 'stopped' : 'silent');
  };

  const task = async <T>(
    name: Task['name'],
    slot: string,
    { signal }: CallOptions,
    work: (api: Remote<RuntimeApi>) => Promise<Result<T>>,
    deadlineMs?: number,
  ): Promise<Result<T>> => {
    if (signal?.aborted) return failure(explain('stopped'));
    let end = () => {};
    let cancel = () => {};
    let stopped = false;
    const cancelled = new Promise<'cancelled'>((resolve) => {
      cancel = () => {
        stopped = true;
        resolve('cancelled');
      };
    });
    const mine: Task = {
      name,
      slot,
      get stopped() {
        return stopped;
      },
      cancel,
      ended: new Promise<void>((resolve) => {
        end = resolve;
      }),
    };
    tasks.add(mine);
    const onAbort = () => void stop(slot);
    signal?.addEventListener('abort', onAbort);
    try {
      if (!backend) {
        // The worker goes on starting: the next call needs it.
        const started = await Promise.race([cancelled, start()]);
        if (started === 'cancelled') return failure(explain('stopped'));
        if (!started.ok) return started;
      }
      settleStatus();
      const result = await answered(work, deadlineMs);
      const lost = result.ok ? undefined : result.diagnostics[0]?.code;
      return stopped && lost === 'run/internal' ? failure(explain('stopped')) : result;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      tasks.delete(mine);
      end();
      settleStatus();
    }
  };

  const keepCheckpoint = async (slot = MAIN): Promise<Checkpoint | null> => {
    const asked = shelf.ask(slot);
    const taken = await control((api) => api.checkpoint(slot), null);
    if (!asked.isCurrent()) return shelf.get(slot);
    if (taken) shelf.put(slot, taken);
    return taken ?? (supervisor.running ? null : shelf.get(slot));
  };

  /** Fetches the weights of a training in a while, whoever asks for them. */
  const watch = (slot: string): (() => void) => {
    const others = [...tasks].filter(({ name }) => name === 'train').length;
    const keepIfOld = () => {
      if (shelf.age(slot) > CHECKPOINT_INTERVAL_MS / 2) void keepCheckpoint(slot);
    };
    let interval: ReturnType<typeof setInterval> | undefined;
    const start = () => {
      interval = setInterval(keepIfOld, CHECKPOINT_INTERVAL_MS);
    };
    const delay = others > 0 ? setTimeout(start, others * STAGGER_MS) : undefined;
    if (!delay) start();
    return () => {
      clearTimeout(delay);
      clearInterval(interval);
    };
  };

  /** Until the worker has replaced its weights, too, it may still answer with the earlier ones. */
  const replaceWeights = async (
    slot: string | undefined,
    next: Checkpoint | null,
    work: (api: Remote<RuntimeApi>) => Promise<void>,
  ): Promise<void> => {
    shelf.replace(slot, next);
    await control(work, undefined);
    shelf.replace(slot, next);
  };

  /** The worker holds other weights than those that were kept: these are wanted no more. */
  const keepReplaced = () => {
    shelf.replace(MAIN, null);
    void keepCheckpoint();
  };

  return {
    get status() {
      return status;
    },
    get kept() {
      return [...shelf.all()].map(([slot, { step }]) => ({ slot, step }));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start(next) {
      startOptions = next;
      return start();
    },
    run: (request, callOptions = {}) =>
      task('run', request.slot ?? MAIN, callOptions, (api) => api.run(request), RUN_MS),
    async generate(request, onEvents, callOptions = {}) {
      let open = true;
      // A worker that was ended may have events on their way.
      const forward = (events: readonly GenerateEvent[]) => {
        if (open) onEvents(events);
      };
      try {
        return await task(
          'run',
          request.slot ?? MAIN,
          callOptions,
          (api) => api.generate(request, proxy(forward)),
          RUN_MS,
        );
      } finally {
        open = false;
      }
    },
    async train(request, onEvent, callOptions = {}) {
      const { slot = MAIN, checkpoint = null } = request;
      if (checkpoint || !request.resume) shelf.replace(slot, checkpoint);
      let open = true;
      const stopWatching = watch(slot);
      // A worker that was ended may have events on their way.
      const forward = (event: TrainEvent) => {
        if (open) onEvent(event);
      };
      try {
        // Ends by itself or with its worker: a training may take hours.
        return await task('train', slot, callOptions, (api) => api.train(request, proxy(forward)));
      } finally {
        open = false;
        stopWatching();
      }
    },
    examine: createExaminer({
      ready: async () => (backend ? success(backend) : start()),
      answered,
      control,
    }),
    endExamination: (slot) => control((api) => api.endExamination(slot), undefined),
    pause: (slot) => control((api) => api.pause(slot), undefined),
    resume: (slot) => control((api) => api.resume(slot), undefined),
    stop,
    checkpoint: keepCheckpoint,
    restore: (next, slot = MAIN) => replaceWeights(slot, next, (api) => api.restore(next, slot)),
    inspectWeights: (document, file) =>
      answered((api) => api.inspectWeights(document, file), RUN_MS),
    async loadWeights(document, file, loadOptions) {
      const result = await task(
        'run',
        MAIN,
        {},
        (api) => api.loadWeights(document, file, loadOptions),
        RUN_MS,
      );
      if (result.ok) keepReplaced();
      return result;
    },
    async undoLoad() {
      const undone = await control((api) => api.undoLoad(), false);
      if (undone) keepReplaced();
      return undone;
    },
    weightNamings: (document) => answered((api) => api.weightNamings(document), RUN_MS),
    saveWeights: (document, convention) =>
      task('run', MAIN, {}, (api) => api.saveWeights(document, convention), RUN_MS),
    reset: (slot) => replaceWeights(slot, null, (api) => api.reset(slot)),
    memory: () => control((api) => api.memory(), noMemory),
    // The first one fetches the data set, which may take long.
    sample: (dataset, index, needs) => answered((api) => api.sample(dataset, index, needs)),
    // As for a sample; how far it is, is told meanwhile.
    describe: (dataset, needs, onProgress) =>
      answered((api) => api.describe(dataset, needs, proxy(onProgress))),
    baselines: (dataset, needs) => answered((api) => api.baselines(dataset, needs), RUN_MS),
    tokenizer: (dataset, id, vocabulary) =>
      answered((api) => api.tokenizer(dataset, id, vocabulary), RUN_MS),
    tokenize: (dataset, id, vocabulary, text) =>
      answered((api) => api.tokenize(dataset, id, vocabulary, text), RUN_MS),
    async importFiles(id, files, importOptions, onProgress) {
      return answered((api) => api.importFiles(id, files, importOptions, proxy(onProgress)));
    },
    keepImport: (id, title) => answered((api) => api.keepImport(id, title)),
    dropImport: (id) => control((api) => api.dropImport(id), undefined),
    async dispose() {
      supervisor.terminate('stopped');
      setStatus({ kind: 'idle' });
      listeners.clear();
    },
  };
}

const noMemory: MemoryReport = { tensors: 0, bytes: 0 };

function startWorker(): Worker {
  return new Worker(new URL('../session/worker.ts', import.meta.url), {
    type: 'module',
    name: 'patchbay-runtime',
  });
}
