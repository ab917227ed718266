/** Collects the points of a training curve and hands them on at most four times a second. */
import type { TrainEvent, TrainPoint } from '../protocol';

const INTERVAL_MS = 250;

export interface Meter {
  add(points: readonly TrainPoint[], now: number): void;
  /** Hands on what is left. */
  flush(now: number): void;
  /** Time that is not training: a pause, a validation. */
  exclude(milliseconds: number): void;
}

export interface MeterOptions {
  readonly firstStep: number;
  readonly steps: number;
  readonly batch: number;
  readonly start: number;
  readonly onEvent: (event: TrainEvent) => void;
}

export function createMeter({ firstStep, steps, batch, start, onEvent }: MeterOptions): Meter {
  let waiting: TrainPoint[] = [];
  let lastEvent = Number.NEGATIVE_INFINITY;
  let excluded = 0;
  let step = firstStep;

  const flush = (now: number) => {
    if (waiting.length === 0) return;
    const seconds = Math.max(1e-3, (now - start - excluded) / 1000);
    const rate = (step - firstStep) / seconds;
    onEvent({
      kind: 'progress',
      step,
      steps,
      points: waiting,
      secondsLeft: rate > 0 ? (steps - step) / rate : null,
      examplesPerSecond: rate * batch,
    });
    waiting = [];
    lastEvent = now;
  };

  return {
    add(points, now) {
      waiting.push(...points);
      step = (points.at(-1)?.step ?? step - 1) + 1;
      if (now - lastEvent >= INTERVAL_MS) flush(now);
    },
    flush,
    exclude(milliseconds) {
      excluded += milliseconds;
    },
  };
}
