/** The learning rate of each step of an experiment: warm-up, then one of the usual courses. */
import type { Experiment, Schedule } from './document';

export type LearningRateOptions = Pick<
  Experiment,
  'learningRate' | 'warmupSteps' | 'steps' | 'schedule'
>;

/** Share of the largest rate after a share (0..1) of the steps that follow the warm-up. */
const courses: Readonly<Record<Exclude<Schedule, 'inverse-sqrt'>, (progress: number) => number>> = {
  constant: () => 1,
  linear: (progress) => 1 - progress,
  // Loshchilov and Hutter 2017, equation 5.
  cosine: (progress) => 0.5 * (1 + Math.cos(Math.PI * progress)),
};

/**
 * `step` counts from 0; training beyond `steps` starts the schedule anew. As PyTorch's SequentialLR
 * of LinearLR(1 / (warmup + 1)) and ConstantLR, LinearLR or CosineAnnealingLR. `inverse-sqrt` is
 * Vaswani et al. 2017, equation 3, whose largest rate, 1 / sqrt(d_model * warmup), is reached at the
 * end of the warm-up.
 */
export function learningRateAt(step: number, options: LearningRateOptions): number {
  const at = step % options.steps;
  return rateAt(at, shareOfSteps(at, options), options);
}

/**
 * The same under a budget of seconds: after the warm-up the course follows the share (0..1) of the
 * time that was left then, or that of `steps` where it is larger. `step` counts from where the course
 * began. A share of time depends on the machine and on what else it does: so do the rates, and with
 * them the curve.
 */
export function learningRateInTime(
  step: number,
  share: number,
  options: LearningRateOptions,
): number {
  const progress = Math.max(share, shareOfSteps(step, options));
  return rateAt(step, Math.min(1, progress), options);
}

function shareOfSteps(at: number, { steps, warmupSteps }: LearningRateOptions): number {
  const warmup = Math.min(warmupSteps, steps);
  return (at - warmup) / Math.max(1, steps - warmup);
}

function rateAt(at: number, progress: number, options: LearningRateOptions): number {
  const { learningRate, steps, schedule = 'cosine' } = options;
  if (schedule === 'inverse-sqrt') {
    const rise = Math.max(1, options.warmupSteps);
    return learningRate * Math.min(Math.sqrt(rise / (at + 1)), (at + 1) / rise);
  }
  const warmup = Math.min(options.warmupSteps, steps);
  if (at < warmup) return (learningRate * (at + 1)) / (warmup + 1);
  return learningRate * courses[schedule](progress);
}
