/** Pause, resume and stop of a training, as the loop sees them. */

export interface TrainControl {
  readonly stopped: boolean;
  readonly paused: boolean;
  pause(): void;
  resume(): void;
  stop(): void;
  /** Resolves when the training may go on or has been stopped. */
  waitWhilePaused(): Promise<void>;
}

export function createTrainControl(): TrainControl {
  let stopped = false;
  let paused = false;
  let wake: (() => void)[] = [];
  const goOn = () => {
    paused = false;
    const waiting = wake;
    wake = [];
    for (const resolve of waiting) resolve();
  };
  return {
    get stopped() {
      return stopped;
    },
    get paused() {
      return paused;
    },
    pause() {
      paused = !stopped;
    },
    resume: goOn,
    stop() {
      stopped = true;
      goOn();
    },
    waitWhilePaused: () =>
      paused ? new Promise<void>((resolve) => wake.push(resolve)) : Promise.resolve(),
  };
}
