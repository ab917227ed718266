import { describe, expect, it } from 'vitest';
import { ADAM } from '../compiler/optimizer';
import { adamScalars } from './schedule';

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
