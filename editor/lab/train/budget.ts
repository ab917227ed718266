/** How long a training goes on, as one setting: steps, epochs or seconds. */
import { type Experiment, stepsOf, stepsPerEpoch } from '../../../runtime/index';
import { formatExact, formatNumber } from '../../ui/format';
import { duration } from '../format';
import type { NumberField } from './experiments';

export type BudgetUnit = 'steps' | 'epochs' | 'seconds';

export const budgetFields: Readonly<Record<BudgetUnit, NumberField<BudgetUnit>>> = {
  steps: {
    key: 'steps',
    label: 'Steps',
    min: 1,
    max: 100_000,
    whole: true,
    doc: 'How often the weights are changed.',
  },
  epochs: {
    key: 'epochs',
    label: 'Epochs',
    min: 0.01,
    max: 1000,
    whole: false,
    doc: 'How often every training example is seen.',
  },
  seconds: {
    key: 'seconds',
    label: 'Seconds',
    min: 1,
    max: 86_400,
    whole: false,
    doc: 'Time of training alone: pauses and the test are left out.',
  },
};

/** What decides in an experiment. */
export function unitOf({ epochs, seconds }: Experiment): BudgetUnit {
  if (seconds !== undefined) return 'seconds';
  return epochs === undefined ? 'steps' : 'epochs';
}

/** Under a budget of time, steps must not end it. */
const NO_END = 100_000;

/** The experiment with another budget; what else might end it is taken away. */
export function withBudget(experiment: Experiment, unit: BudgetUnit, amount: number): Experiment {
  const { epochs: _epochs, seconds: _seconds, ...rest } = experiment;
  if (unit === 'steps') return { ...rest, steps: amount };
  return { ...rest, ...(unit === 'seconds' && { steps: NO_END }), [unit]: amount };
}

const USUAL_SECONDS = 60;

/** The same budget in another unit, as near as can be told. `examples`: null where not known. */
export function convertBudget(
  experiment: Experiment,
  unit: BudgetUnit,
  examples: number | null,
  stepMs: number,
): number {
  const before = unitOf(experiment);
  if (unit === before) return experiment[unit] as number;
  const steps =
    before === 'seconds'
      ? Math.max(1, Math.round(((experiment.seconds ?? 0) * 1000) / (stepMs || 100)))
      : stepsOf(experiment, examples ?? experiment.batchSize * experiment.steps);
  if (unit === 'steps') return Math.min(NO_END, steps);
  if (unit === 'seconds') {
    return stepMs > 0 ? Math.max(1, Math.round((steps * stepMs) / 1000)) : USUAL_SECONDS;
  }
  if (examples === null) return 1;
  const passes = steps / stepsPerEpoch(experiment.batchSize, examples);
  return Math.max(0.01, Number(passes.toPrecision(2)));
}

/**
 * What to know about a warm-up that takes the whole training; null where it ends before. `steps`: of
 * the training.
 */
export function warmupRemark(experiment: Experiment, steps: number): string | null {
  const { warmupSteps } = experiment;
  // How many steps fit into a time is a guess.
  if (unitOf(experiment) === 'seconds' || warmupSteps === 0 || warmupSteps < steps) return null;
  return `The training takes only ${formatExact(steps)} ${steps === 1 ? 'step' : 'steps'}.`;
}

/** What the budget means in the other units: "about 4.1 epochs"; null where nothing is known. */
export function budgetWords(
  experiment: Experiment,
  examples: number | null,
  stepMs: number,
): string | null {
  const unit = unitOf(experiment);
  if (unit === 'seconds') {
    const steps = stepMs > 0 ? Math.round(((experiment.seconds ?? 0) * 1000) / stepMs) : null;
    return steps === null ? null : `about ${formatExact(steps)} steps`;
  }
  if (examples === null) return null;
  const steps = stepsOf(experiment, examples);
  const passes = steps / stepsPerEpoch(experiment.batchSize, examples);
  const other =
    unit === 'epochs'
      ? `${formatExact(steps)} steps`
      : passes < 0.01
        ? 'less than 0.01 epochs'
        : `about ${formatNumber(Number(passes.toPrecision(2)))} ${passes === 1 ? 'epoch' : 'epochs'}`;
  return stepMs > 0 ? `${other}, ${duration((steps * stepMs) / 1000)}` : other;
}
