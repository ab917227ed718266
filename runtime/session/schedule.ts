/** The scalars of each training step: learning rate, Adam's corrections, what decay leaves. */
import { ADAM, EPSILON, KEEP, STEP_SIZE } from '../compiler/optimizer';
import type { Experiment } from '../graph/document';

/**
 * What the optimiser of a step asks for, by name; `step` counts from 0. `slotsFrom` is the step at
 * which this optimiser began: its corrections count from there.
 */
export function scalarsAt(
  step: number,
  learningRate: number,
  experiment: Experiment,
  slotsFrom = 0,
): Record<string, number> {
  if (experiment.optimizer === 'sgd') return { [STEP_SIZE]: learningRate };
  const { stepSize, epsilon } = adamScalars(learningRate, step - slotsFrom + 1, experiment);
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
  options: Pick<Experiment, 'beta1' | 'beta2' | 'epsilon'> = {},
): { stepSize: number; epsilon: number } {
  const { beta1 = ADAM.beta1, beta2 = ADAM.beta2, epsilon = ADAM.epsilon } = options;
  const correction = Math.sqrt(1 - beta2 ** t);
  return {
    stepSize: (learningRate * correction) / (1 - beta1 ** t),
    epsilon: epsilon * correction,
  };
}
