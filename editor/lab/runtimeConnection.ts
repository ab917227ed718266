/** Starts the worker when it is first needed, and gives a fresh one the weights of the one that died. */
import type {
  BackendName,
  BackendReport,
  Checkpoint,
  Diagnostic,
  Result,
  RuntimeApi,
} from '../../runtime/index';
import { failure } from '../../runtime/index';

/** The part of the runtime that the lab uses. */
export type LabRuntime = Pick<
  RuntimeApi,
  | 'start'
  | 'run'
  | 'train'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'checkpoint'
  | 'restore'
  | 'reset'
  | 'sample'
  | 'dispose'
>;

export interface RuntimeConnection {
  /** A backend computes and the weights are back; otherwise the reasons. */
  ready(): Promise<Result<LabRuntime>>;
  /** For what needs no backend: examples. */
  runtime(): LabRuntime;
  /** True when a worker was ever asked for. */
  readonly used: boolean;
  /** What the worker holds now: given to the next one, should this one die. */
  keep(checkpoint: Checkpoint): void;
  /** To be restored before the next run or training. */
  restoreLater(checkpoint: Checkpoint | null): void;
  /** Calls the worker; what it throws becomes a diagnostic, and its weights count as lost. */
  call<T>(work: (runtime: LabRuntime) => Promise<Result<T>>): Promise<Result<T>>;
  /** The weights of another document must not be met again. */
  forget(): Promise<void>;
  dispose(): void;
}

interface Options {
  readonly connect: () => LabRuntime;
  readonly prefer: BackendName | undefined;
  readonly onBackend: (report: BackendReport | null) => void;
}

export function createRuntimeConnection({
  connect,
  prefer,
  onBackend,
}: Options): RuntimeConnection {
  let runtime: LabRuntime | null = null;
  let started: Promise<Result<BackendReport>> | null = null;
  /** What the worker should hold, kept for a worker that dies. */
  let kept: Checkpoint | null = null;
  let mustRestore = false;

  const get = () => {
    runtime ??= connect();
    return runtime;
  };

  function lost(): void {
    started = null;
    mustRestore = kept !== null;
    onBackend(null);
  }

  async function start(): Promise<Result<BackendReport>> {
    started ??= attempt(() => get().start({ prefer }));
    const result = await started;
    if (result.ok) onBackend(result.value);
    else started = null;
    return result;
  }

  return {
    get used() {
      return runtime !== null;
    },
    runtime: get,
    async ready() {
      const result = await start();
      if (!result.ok) return result;
      if (mustRestore && kept) {
        try {
          await get().restore(kept);
          mustRestore = false;
        } catch {
          lost();
          return failure(workerDied);
        }
      }
      return { ok: true, value: get(), diagnostics: [] };
    },
    keep(checkpoint) {
      kept = checkpoint;
    },
    restoreLater(checkpoint) {
      kept = checkpoint;
      mustRestore = checkpoint !== null;
    },
    async call(work) {
      const result = await attempt(() => work(get()));
      if (!result.ok && result.diagnostics.some(({ code }) => endsWorker.has(code))) lost();
      return result;
    },
    async forget() {
      kept = null;
      mustRestore = false;
      if (runtime) await runtime.reset().catch(lost);
    },
    dispose() {
      void runtime?.dispose().catch(() => {});
      runtime = null;
      started = null;
    },
  };
}

/** After these the worker's weights are gone. */
const endsWorker: ReadonlySet<string> = new Set(['run/device-lost', 'run/internal', 'run/memory']);

const workerDied: Diagnostic = {
  code: 'run/internal',
  severity: 'error',
  message: 'The part of the page that computes stopped.',
  hint: 'Your graph is unchanged. Try again: a fresh one is started.',
  at: {},
};

/** Anything thrown is a dead worker or a bug: never a raw error for the user. */
async function attempt<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch {
    return failure(workerDied);
  }
}
