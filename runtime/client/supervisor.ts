/**
 * Keeps a worker that may die. comlink alone waits for ever for the answer of a dead worker; here
 * every call ends: with its answer, or with the reason why there is none.
 */
import { type Remote, wrap } from 'comlink';
import type { Heartbeat } from '../protocol';

/** Why a call has no answer. */
export type LostReason = 'died' | 'silent' | 'deadline' | 'stopped' | 'given-up';

export class CallLost extends Error {
  override name = 'CallLost';
  constructor(
    readonly reason: LostReason,
    detail = '',
  ) {
    super(detail ? `${reason}: ${detail}` : reason);
  }
}

/** The part of `Worker` that is used. */
export type WorkerLike = Pick<
  Worker,
  'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'
>;

export interface SupervisorOptions<Api> {
  readonly createWorker: () => WorkerLike;
  /** Called with each fresh worker, before any call reaches it. */
  readonly prepare: (api: Remote<Api>) => Promise<void>;
  /** A worker ended without being asked to; the next call starts another. */
  readonly onDeath: (reason: LostReason) => void;
  readonly timing?: Partial<Timing>;
}

export interface Timing {
  /** Silence beyond what the worker announced, after which it counts as dead. */
  readonly silenceMs: number;
  /** The same while its script loads. */
  readonly loadingMs: number;
  /** How often both are looked at. */
  readonly tickMs: number;
  /** Deaths in a row, within `deathWindowMs`, after which no further worker is started. */
  readonly maxDeaths: number;
  readonly deathWindowMs: number;
  /** Pause before the second, third .. worker: doubled each time. */
  readonly backoffMs: number;
}

const USUAL: Timing = {
  silenceMs: 10_000,
  loadingMs: 60_000,
  tickMs: 1000,
  maxDeaths: 3,
  deathWindowMs: 600_000,
  backoffMs: 500,
};

export interface CallLimit {
  /** Without one a call ends only with its worker. */
  readonly deadlineMs: number;
  /** What ends at the deadline: the worker with all its calls, or this call alone. */
  readonly ends: 'worker' | 'call';
}

export interface Supervisor<Api> {
  /** Rejects with `CallLost`. */
  call<T>(work: (api: Remote<Api>) => Promise<T>, limit?: CallLimit): Promise<T>;
  /** Whether there is a worker; a call would not have to start one. */
  readonly running: boolean;
  /** Number of calls that wait for an answer. */
  readonly pending: number;
  /** Ends the worker now; its calls reject with `reason`. */
  terminate(reason: LostReason): void;
}

interface Pending {
  readonly reject: (error: CallLost) => void;
  readonly limit: CallLimit | undefined;
  waitedMs: number;
}

interface Generation<Api> {
  readonly worker: WorkerLike;
  readonly api: Remote<Api>;
  readonly ready: Promise<void>;
  readonly calls: Set<Pending>;
  silentMs: number;
  /** Null until the first sign of life. */
  allowanceMs: number | null;
  broken: boolean;
  readonly close: () => void;
}

export function createSupervisor<Api>(options: SupervisorOptions<Api>): Supervisor<Api> {
  const { createWorker, prepare, onDeath } = options;
  const timing: Timing = { ...USUAL, ...options.timing };
  let current: Generation<Api> | null = null;
  let deaths: number[] = [];
  let starting: Promise<Generation<Api>> | null = null;

  const spawn = (): Generation<Api> => {
    const worker = createWorker();
    const die = (reason: LostReason) => {
      if (current === generation) bury(generation, reason);
    };
    const onMessage = (event: Event) => {
      generation.silentMs = 0;
      generation.allowanceMs ??= 0;
      const message = (event as MessageEvent<Partial<Heartbeat> | undefined>).data;
      if (message?.kind !== 'heartbeat') return;
      generation.allowanceMs = message.allowanceMs ?? 0;
      generation.broken ||= message.broken ?? false;
      retireIfBroken(generation);
    };
    const onError = (event: Event) => {
      event.preventDefault();
      die('died');
    };
    worker.addEventListener('message', onMessage);
    worker.addEventListener('error', onError);
    worker.addEventListener('messageerror', onError);
    // Timers are held back in a hidden or sleeping page: only time that was watched counts.
    const timer = setInterval(() => tick(generation, die), timing.tickMs);
    const api = wrap<Api>(worker as Worker);
    const generation: Generation<Api> = {
      worker,
      api,
      ready: prepare(api),
      calls: new Set(),
      silentMs: 0,
      allowanceMs: null,
      broken: false,
      close() {
        clearInterval(timer);
        worker.removeEventListener('message', onMessage);
        worker.removeEventListener('error', onError);
        worker.removeEventListener('messageerror', onError);
        worker.terminate();
      },
    };
    // A worker that cannot be prepared would fail every call to come.
    generation.ready.catch(() => die('died'));
    return generation;
  };

  const tick = (generation: Generation<Api>, die: (reason: LostReason) => void) => {
    if (generation.calls.size === 0) {
      generation.silentMs = 0;
      return;
    }
    generation.silentMs += timing.tickMs;
    const { allowanceMs } = generation;
    const limit = allowanceMs === null ? timing.loadingMs : timing.silenceMs + allowanceMs;
    if (generation.silentMs > limit) return die('silent');
    for (const call of generation.calls) {
      call.waitedMs += timing.tickMs;
      if (!call.limit || call.waitedMs <= call.limit.deadlineMs + (allowanceMs ?? 0)) continue;
      if (call.limit.ends === 'worker') return die('deadline');
      generation.calls.delete(call);
      call.reject(new CallLost('deadline'));
    }
  };

  const retireIfBroken = (generation: Generation<Api>) => {
    if (!generation.broken || generation.calls.size > 0 || current !== generation) return;
    bury(generation, 'died');
  };

  const bury = (generation: Generation<Api>, reason: LostReason) => {
    current = null;
    starting = null;
    generation.close();
    if (reason !== 'stopped') deaths.push(Date.now());
    for (const { reject } of generation.calls) reject(new CallLost(reason));
    generation.calls.clear();
    onDeath(reason);
  };

  const obtain = (): Promise<Generation<Api>> => {
    if (current) return Promise.resolve(current);
    starting ??= (async () => {
      deaths = deaths.filter((at) => Date.now() - at < timing.deathWindowMs);
      if (deaths.length >= timing.maxDeaths) throw new CallLost('given-up');
      if (deaths.length > 0) {
        const pause = timing.backoffMs * 2 ** (deaths.length - 1);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
      current = spawn();
      return current;
    })().finally(() => {
      starting = null;
    });
    return starting;
  };

  return {
    get running() {
      return current !== null || starting !== null;
    },
    get pending() {
      return current?.calls.size ?? 0;
    },
    async call(work, limit) {
      const generation = await obtain();
      return new Promise((resolve, reject) => {
        const pending: Pending = { reject, limit, waitedMs: 0 };
        const settle = <V>(done: (value: V) => void) => {
          return (value: V) => {
            if (!generation.calls.delete(pending)) return;
            done(value);
            retireIfBroken(generation);
          };
        };
        generation.calls.add(pending);
        generation.ready
          .then(() => work(generation.api))
          .then(
            settle((value) => {
              deaths = [];
              resolve(value);
            }),
            settle((error: unknown) => {
              reject(error instanceof CallLost ? error : new CallLost('died', String(error)));
            }),
          );
      });
    },
    terminate(reason) {
      if (current) bury(current, reason);
    },
  };
}
