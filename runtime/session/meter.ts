/** How fast a training is and how long it will take. */
import type { TrainEvent, TrainPoint } from '../protocol';
import type { Budget } from './budget';

/** Steps that are looked back at. */
const RECENT = 31;

/** Of one step, in milliseconds. */
export interface StepTime {
  /** In the training's own turns. */
  readonly own: number;
  /** By the clock, the turns of others included. */
  readonly wall: number;
}

export interface Meter {
  /** Takes over the points of steps that were read together, and tells of them. */
  add(points: readonly TrainPoint[], each: StepTime): void;
  /** Own time of a step, median of the last ones; 0 before the first. */
  readonly stepMs: number;
}

export interface MeterOptions {
  readonly budget: Budget;
  readonly batch: number;
  readonly post: (event: TrainEvent) => void;
}

export function createMeter({ budget, batch, post }: MeterOptions): Meter {
  let times: StepTime[] = [];
  const stepMs = () => median(times.map(({ own }) => own));
  return {
    get stepMs() {
      return stepMs();
    },
    add(points, each) {
      const last = points.at(-1);
      if (!last) return;
      // The first step also builds what the others use.
      if (times.length === 1) times = [];
      times = [...times, ...points.map(() => each)].slice(-RECENT);
      const own = Math.max(1e-3, stepMs());
      const step = last.step + 1;
      const end = budget.lastStep(step, last.seconds, own / 1000);
      const wall = times.reduce((sum, time) => sum + time.wall, 0) / times.length;
      post({
        kind: 'progress',
        step,
        steps: end,
        points,
        secondsLeft: ((end - step) * wall) / 1000,
        examplesPerSecond: (1000 * batch) / own,
        stepMs: own,
      });
    },
  };
}

/** 0 for none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
