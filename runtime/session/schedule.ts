/** What the optimiser of each step is given: learning rate by schedule, Adam's corrections, decay. */
import { EPSILON, KEEP, type OptimizerSpec, STEP_SIZE } from '../compiler/optimizer';
import type { Experiment } from '../graph/document';

export type LearningRateOptions = Pick<
  Experiment,
  'learningRate' | 'warmupSteps' | 'steps' | 'schedule'
>;

/**
 * The learning rate of a step; `step` counts from 0, and training beyond `steps` starts the schedule
 * anew. Warm-up rises in a line to `learningRate`; after it the rate stays (constant), falls to zero
 * in a line, or along half a cosine (Loshchilov and Hutter 2017, equation 5; the usual one). As
 * PyTorch's SequentialLR of LinearLR(1 / (warmup + 1)) and ConstantLR, LinearLR or CosineAnnealingLR.
 * `inverse-sqrt` is Vaswani et al. 2017, equation 3, in which the largest rate, reached at the end of
 * the warm-up, is 1 / sqrt(d_model * warmup).
 */
export function learningRateAt(step: number, options: LearningRateOptions): number {
  const { learningRate, steps, schedule = 'cosine' } = options;
  const warmup = Math.min(options.warmupSteps, steps);
  const at = step % steps;
  if (schedule === 'inverse-sqrt') {
    const ramp = Math.max(1, warmup);
    return learningRate * Math.min(Math.sqrt(ramp / (at + 1)), (at + 1) / ramp);
  }
  if (at < warmup) return (learningRate * (at + 1)) / (warmup + 1);
  const progress = (at - warmup) / Math.max(1, steps - warmup);
  return learningRate * courses[schedule](progress);
}

/** Share of the largest rate after a share of the steps that follow the warm-up. */
const courses = {
  constant: () => 1,
  linear: (progress: number) => 1 - progress,
  cosine: (progress: number) => 0.5 * (1 + Math.cos(Math.PI * progress)),
};

export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** The part of an experiment that is compiled into the training step. */
export function optimizerOf(experiment: Experiment): OptimizerSpec {
  const { optimizer, momentum, nesterov, weightDecay, clipNorm } = experiment;
  const { beta1 = ADAM.beta1, beta2 = ADAM.beta2 } = experiment;
  const shared = { kind: optimizer, weightDecay, clipNorm };
  return optimizer === 'sgd' ? { ...shared, momentum, nesterov } : { ...shared, beta1, beta2 };
}

/** The part that changes from step to step; `step` counts from 0. */
export function scalarsAt(step: number, experiment: Experiment): Record<string, number> {
  const learningRate = learningRateAt(step, experiment);
  if (experiment.optimizer === 'sgd') return { [STEP_SIZE]: learningRate };
  const { stepSize, epsilon } = adamScalars(learningRate, step + 1, experiment);
  const keep = 1 - learningRate * (experiment.weightDecay ?? 0);
  return { [STEP_SIZE]: stepSize, [EPSILON]: epsilon, [KEEP]: keep };
}

/**
 * The two scalars of an Adam step (Kingma and Ba 2015, end of section 2), which make
 * `p - stepSize * m / (sqrt(v) + epsilon)` equal to PyTorch's
 * `p - lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps)`. `t` counts from 1.
 */
export function adamScalars(
  learningRate: number,
  t: number,
  {
    beta1 = ADAM.beta1,
    beta2 = ADAM.beta2,
    epsilon = ADAM.epsilon,
  }: Pick<Experiment, 'beta1' | 'beta2' | 'epsilon'> = {},
): { stepSize: number; epsilon: number } {
  const correction = Math.sqrt(1 - beta2 ** t);
  return {
    stepSize: (learningRate * correction) / (1 - beta1 ** t),
    epsilon: epsilon * correction,
  };
}
