/** Pause, resume and stop of a training, as the loop sees them. */

export interface TrainControl {
  readonly stopped: boolean;
  readonly paused: boolean;
  /** Raised by a stop. */
  readonly signal: AbortSignal;
  pause(): void;
  resume(): void;
  stop(): void;
  /** Resolves when the training may go on or has been stopped. */
  waitWhilePaused(): Promise<void>;
  /** Calls `listener` when a pause or a stop is asked for; returns what ends that. */
  onInterrupt(listener: () => void): () => void;
}

export function createTrainControl(): TrainControl {
  const stopping = new AbortController();
  const listeners = new Set<() => void>();
  let paused = false;
  let wake: (() => void)[] = [];
  const goOn = () => {
    paused = false;
    const waiting = wake;
    wake = [];
    for (const resolve of waiting) resolve();
  };
  const interrupt = () => {
    for (const listener of [...listeners]) listener();
  };
  return {
    get stopped() {
      return stopping.signal.aborted;
    },
    get paused() {
      return paused;
    },
    signal: stopping.signal,
    pause() {
      paused = !stopping.signal.aborted;
      if (paused) interrupt();
    },
    resume: goOn,
    stop() {
      stopping.abort();
      goOn();
      interrupt();
    },
    waitWhilePaused: () =>
      paused ? new Promise<void>((resolve) => wake.push(resolve)) : Promise.resolve(),
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
