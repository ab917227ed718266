/** Learning rate and Adam's corrections by step: numbers that the session feeds to each step. */

export interface LearningRateOptions {
  /** Highest learning rate. */
  readonly learningRate: number;
  readonly warmupSteps: number;
  /** Steps in all. */
  readonly steps: number;
}

/**
 * Linear warm-up, then half a cosine down to zero (Loshchilov and Hutter 2017, equation 5).
 * `step` counts from 0; training beyond `steps` starts the schedule anew.
 */
export function learningRateAt(step: number, options: LearningRateOptions): number {
  const { learningRate, steps } = options;
  const warmup = Math.min(options.warmupSteps, steps);
  const at = step % steps;
  if (at < warmup) return (learningRate * (at + 1)) / (warmup + 1);
  const progress = (at - warmup) / Math.max(1, steps - warmup);
  return learningRate * 0.5 * (1 + Math.cos(Math.PI * progress));
}

export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/**
 * The two scalars of an Adam step (Kingma and Ba 2015, end of section 2), which make
 * `p - stepSize * m / (sqrt(v) + epsilon)` equal to PyTorch's
 * `p - lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps)`. `t` counts from 1.
 */
export function adamScalars(
  learningRate: number,
  t: number,
): { stepSize: number; epsilon: number } {
  const correction = Math.sqrt(1 - ADAM.beta2 ** t);
  return {
    stepSize: (learningRate * correction) / (1 - ADAM.beta1 ** t),
    epsilon: ADAM.epsilon * correction,
  };
}
