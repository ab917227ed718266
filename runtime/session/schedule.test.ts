import { describe, expect, it } from 'vitest';
import { ADAM, adamScalars, learningRateAt } from './schedule';

describe('learningRateAt', () => {
  const options = { learningRate: 0.1, warmupSteps: 4, steps: 104 };

  it('rises in a line, then falls along half a cosine', () => {
    const rates = [0, 1, 2, 3, 4].map((step) => learningRateAt(step, options));
    [0.02, 0.04, 0.06, 0.08, 0.1].forEach((rate, step) => {
      expect(rates[step]).toBeCloseTo(rate, 12);
    });
    expect(learningRateAt(54, options)).toBeCloseTo(0.05, 12);
    expect(learningRateAt(103, options)).toBeLessThan(0.0001);
    expect(learningRateAt(103, options)).toBeGreaterThan(0);
  });

  it('starts anew when training goes on beyond its steps', () => {
    expect(learningRateAt(104 + 54, options)).toBe(learningRateAt(54, options));
  });

  it('bears a warm-up longer than the training', () => {
    const short = { learningRate: 0.1, warmupSteps: 100, steps: 10 };
    expect(learningRateAt(9, short)).toBeCloseTo(0.1 * (10 / 11), 12);
  });
});

describe('adamScalars', () => {
  it('makes the efficient form equal to the one PyTorch writes', () => {
    let m = 0;
    let v = 0;
    for (const [index, grad] of [0.3, -1.2, 0.01, 5].entries()) {
      const t = index + 1;
      m = ADAM.beta1 * m + (1 - ADAM.beta1) * grad;
      v = ADAM.beta2 * v + (1 - ADAM.beta2) * grad * grad;
      const { stepSize, epsilon } = adamScalars(0.01, t);
      const ours = (stepSize * m) / (Math.sqrt(v) + epsilon);
      const denominator = Math.sqrt(v) / Math.sqrt(1 - ADAM.beta2 ** t) + ADAM.epsilon;
      const torch = ((0.01 / (1 - ADAM.beta1 ** t)) * m) / denominator;
      expect(ours).toBeCloseTo(torch, 14);
    }
  });
});
