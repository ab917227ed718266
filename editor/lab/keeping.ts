/** What is kept of a training on this computer: its curve up to the weights, unless they are too large. */
import type { Experiment } from '../../runtime/index';
import type { TrainProgress } from '../store/session';

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
