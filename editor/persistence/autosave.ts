/** Saves what changed soon after it changed, again and again until it is saved. */

export type SaveState =
  /** Nothing that is not stored. */
  | { readonly kind: 'saved'; readonly at: number | null }
  | { readonly kind: 'pending' }
  | { readonly kind: 'saving' }
  /** Stays until a write succeeds; tried again by itself unless `final`. */
  | {
      readonly kind: 'failed';
      readonly reason: SaveFailure;
      /** What happened and what to do. */
      readonly message: string;
      readonly since: number;
      readonly final: boolean;
    };

export type SaveFailure = 'full' | 'conflict' | 'outdated' | 'unknown';

export interface AutosaveOptions<T> {
  /** Resolves when the value is stored for good. */
  readonly write: (value: T) => Promise<void>;
  readonly onState: (state: SaveState) => void;
  /** Tells what a rejection of `write` means. */
  readonly explain: (error: unknown) => {
    readonly reason: SaveFailure;
    readonly message: string;
    readonly final: boolean;
  };
  readonly now?: () => number;
}

export interface Autosave<T> {
  /** Notes a change; the newest value is written within `THROTTLE_MS`, however fast changes come. */
  change(value: T): void;
  /** Writes at once; resolves true when all that was noted is stored. */
  flush(): Promise<boolean>;
  /** What is not stored; null when all is. */
  unsaved(): T | null;
  /** Ends it without a further write; resolves, after one under way, true when all is stored. */
  stop(): Promise<boolean>;
}

/** A change is written after this time, in milliseconds, even while changes go on. */
export const THROTTLE_MS = 300;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000];

export function createAutosave<T>(options: AutosaveOptions<T>): Autosave<T> {
  const { write, onState, explain, now = Date.now } = options;
  let waiting: { readonly value: T } | null = null;
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let retrying = false;
  let failures = 0;
  let since = 0;
  let stopped = false;

  function schedule(ms: number): void {
    if (stopped || timer !== null) return;
    timer = setTimeout(() => {
      unschedule();
      void start();
    }, ms);
  }

  function unschedule(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    retrying = false;
  }

  /** One write at a time: each one builds on the one before. */
  function start(): Promise<void> {
    unschedule();
    if (running) return running;
    if (!waiting || stopped) return Promise.resolve();
    running = attempt(waiting).finally(() => {
      running = null;
    });
    return running;
  }

  async function attempt(entry: { readonly value: T }): Promise<void> {
    if (failures === 0) onState({ kind: 'saving' });
    try {
      await write(entry.value);
    } catch (error) {
      if (!stopped) fail(error);
      return;
    }
    failures = 0;
    if (waiting === entry) waiting = null;
    if (stopped) return;
    if (waiting) {
      onState({ kind: 'pending' });
      schedule(THROTTLE_MS);
    } else onState({ kind: 'saved', at: now() });
  }

  function fail(error: unknown): void {
    if (failures === 0) since = now();
    const { reason, message, final } = explain(error);
    onState({ kind: 'failed', reason, message, since, final });
    if (!final) {
      schedule(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      retrying = true;
    }
    failures++;
  }

  return {
    change(value) {
      if (stopped) return;
      waiting = { value };
      if (failures === 0 && !running) onState({ kind: 'pending' });
      // A new change does not wait for a late retry; further changes do not push it out.
      if (retrying) unschedule();
      if (!running) schedule(THROTTLE_MS);
    },
    async flush() {
      await start();
      // A change during that write: one more.
      if (waiting && failures === 0) await start();
      return waiting === null;
    },
    unsaved: () => waiting?.value ?? null,
    async stop() {
      stopped = true;
      unschedule();
      await running;
      return waiting === null;
    },
  };
}
