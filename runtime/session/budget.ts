/** How long a training goes on: steps, passes over the data or seconds, and the learning rate on the way. */
import type { Experiment } from '../graph/document';
import { learningRateAt, learningRateInTime } from '../graph/learningRate';
import type { TimedCourse } from '../protocol';

const VALIDATIONS = 10;
/** Steps between two of them, at least. */
const LEAST_BETWEEN = 20;

/** `step` is that of the steps taken so far, `seconds` those of training. */
export interface Budget {
  /** Whether the training ends here. */
  isSpent(step: number, seconds: number): boolean;
  /** Of the step that comes next. */
  learningRate(step: number, seconds: number): number;
  /** Where the training ends, a step taking `stepSeconds`; under a budget of steps that is known. */
  lastStep(step: number, seconds: number, stepSeconds: number): number;
  /** Whether it is time to look at held-out examples; about ten times in a training. */
  isValidationDue(step: number, seconds: number): boolean;
  /** Where the course began, to be kept with the weights; null under a budget of steps. */
  readonly course: TimedCourse | null;
}

export interface BudgetOptions {
  readonly experiment: Experiment;
  /** See `stepsOf`. */
  readonly steps: number;
  /** Taken before. */
  readonly first: number;
  readonly seconds: number;
  /** Of the training that is gone on with. */
  readonly course: TimedCourse | null;
}

/**
 * A training that was at its end goes on for the same budget once more; one that was interrupted goes
 * on to where it would have ended.
 */
export function createBudget(options: BudgetOptions): Budget {
  return options.experiment.seconds === undefined ? ofSteps(options) : ofTime(options);
}

function ofSteps({ experiment, steps, first }: BudgetOptions): Budget {
  const end = (Math.floor(first / steps) + 1) * steps;
  // By the number of the step, so that a training that is taken up again does so at the same ones.
  const every = Math.max(LEAST_BETWEEN, Math.ceil(steps / VALIDATIONS));
  return {
    isSpent: (step) => step >= end,
    learningRate: (step) => learningRateAt(step, { ...experiment, steps }),
    lastStep: () => end,
    isValidationDue: (step) => step % every === 0,
    course: null,
  };
}

function ofTime({ experiment, steps, first, seconds, course: before }: BudgetOptions): Budget {
  const { seconds: limit = 0, warmupSteps } = experiment;
  const spent =
    before === null || seconds >= before.seconds + limit || first >= before.step + steps;
  let course: TimedCourse = spent ? { step: first, seconds } : before;
  const endStep = course.step + steps;
  const endSeconds = course.seconds + limit;
  const partOf = (now: number) => Math.floor((VALIDATIONS * (now - course.seconds)) / limit);
  let last = partOf(seconds);
  return {
    isSpent: (step, now) => step >= endStep || now >= endSeconds,
    learningRate(step, now) {
      const at = step - course.step;
      if (course.warm === undefined && at >= warmupSteps) course = { ...course, warm: now };
      const warm = course.warm ?? now;
      const left = endSeconds - warm;
      const share = left > 0 ? (now - warm) / left : 1;
      return learningRateInTime(at, share, { ...experiment, steps });
    },
    lastStep(step, now, stepSeconds) {
      const more = Math.ceil(Math.max(0, endSeconds - now) / Math.max(1e-6, stepSeconds));
      return Math.min(endStep, step + more);
    },
    isValidationDue(_step, now) {
      const part = partOf(now);
      const due = part > last;
      last = part;
      return due;
    },
    get course() {
      return course;
    },
  };
}
