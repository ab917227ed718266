/** What is kept of a training on this computer: its curve up to the weights, unless they are too large. */
import type { Experiment } from '../../runtime/index';
import type { TrainProgress } from '../store/session';

/** A training that has just begun is kept soon, one that goes on every 30 seconds. */
const FIRST_MS = 5_000;
const INTERVAL_MS = 30_000;

/** Calls `keep` after 5 seconds, 10 and 20 later, then every 30, until what it returns is called. */
export function keepEverySoOften(keep: () => unknown): () => void {
  let wait = FIRST_MS;
  const next = (): ReturnType<typeof setTimeout> =>
    setTimeout(() => {
      void keep();
      wait = Math.min(INTERVAL_MS, 2 * wait);
      timer = next();
    }, wait);
  let timer = next();
  return () => clearTimeout(timer);
}

/** Above this copying would be felt, and storage be short. */
const MOST_BYTES = 300_000_000;

/** Whether weights with two moments of Adam, and the best weights beside them, are too large. */
export function isTooLarge(parameters: number, { keepBest }: Partial<Experiment> = {}): boolean {
  return parameters * 4 * (keepBest ? 4 : 3) > MOST_BYTES;
}

/** The curve may be some steps ahead of the weights. */
export function progressUpTo(progress: TrainProgress, step: number): TrainProgress {
  return {
    ...progress,
    step,
    points: progress.points.filter((point) => point.step < step),
    validations: progress.validations.filter((each) => each.step <= step),
    secondsLeft: null,
  };
}
