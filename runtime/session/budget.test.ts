import { describe, expect, it } from 'vitest';
import type { Experiment } from '../graph/document';
import { learningRateAt } from '../graph/learningRate';
import { createBudget } from './budget';

const experiment: Experiment = {
  dataset: 'd',
  batchSize: 8,
  steps: 100,
  optimizer: 'adam',
  learningRate: 0.1,
  warmupSteps: 4,
  seed: 1,
  schedule: 'linear',
};
const start = { first: 0, seconds: 0, course: null };

describe('a budget of steps', () => {
  it('ends with the last step, and once more after as many when it is taken up at its end', () => {
    const budget = createBudget({ ...start, experiment, steps: 7 });
    expect([6, 7].map((step) => budget.isSpent(step, 1e9))).toEqual([false, true]);
    const again = createBudget({ ...start, experiment, steps: 7, first: 7 });
    expect([13, 14].map((step) => again.isSpent(step, 0))).toEqual([false, true]);
    const resumed = createBudget({ ...start, experiment, steps: 7, first: 3 });
    expect(resumed.lastStep(3, 0, 1)).toBe(7);
  });

  it('has the learning rate of its own number of steps', () => {
    const budget = createBudget({ ...start, experiment, steps: 14 });
    const rates = Array.from({ length: 14 }, (_, step) => budget.learningRate(step, 0));
    expect(rates).toEqual(
      rates.map((_, step) => learningRateAt(step, { ...experiment, steps: 14 })),
    );
    expect(budget.course).toBeNull();
  });

  it('validates by the number of the step', () => {
    const due = (steps: number, first: number) => {
      const budget = createBudget({ ...start, experiment, steps, first });
      return Array.from({ length: steps + 1 }, (_, step) => step).filter((step) =>
        budget.isValidationDue(step, 0),
      );
    };
    expect(due(60, 0)).toEqual([0, 20, 40, 60]);
    expect(due(60, 33)).toEqual([0, 20, 40, 60]);
    expect(due(500, 0)).toHaveLength(11);
  });
});

describe('a budget of time', () => {
  const timed = { ...experiment, steps: 1_000_000, seconds: 10 };
  const options = { ...start, experiment: timed, steps: timed.steps };

  it('ends at the first step after, or with the steps where they come first', () => {
    const budget = createBudget(options);
    expect(budget.isSpent(3, 9.99)).toBe(false);
    expect(budget.isSpent(3, 10)).toBe(true);
    const few = createBudget({ ...options, steps: 5 });
    expect([4, 5].map((step) => few.isSpent(step, 1))).toEqual([false, true]);
    expect(budget.lastStep(4, 5, 0.5)).toBe(14);
    expect(few.lastStep(4, 5, 0.5)).toBe(5);
  });

  it('warms up by steps, then follows the share of the time that was left', () => {
    const budget = createBudget(options);
    // Two seconds of warm-up, then eight along a line.
    const rates = [0, 1, 2, 3].map((step) => budget.learningRate(step, step / 2));
    rates.forEach((rate, step) => {
      expect(rate).toBeCloseTo((0.1 * (step + 1)) / 5, 12);
    });
    expect(budget.learningRate(4, 2)).toBeCloseTo(0.1, 12);
    expect(budget.learningRate(40, 6)).toBeCloseTo(0.05, 5);
    expect(budget.learningRate(41, 9.9)).toBeCloseTo(0.00125, 5);
    expect(budget.learningRate(42, 11)).toBe(0);
    expect(budget.course).toEqual({ step: 0, seconds: 0, warm: 2 });
  });

  it('goes on along its course where it is taken up, and begins another after its end', () => {
    const course = { step: 0, seconds: 0, warm: 2 };
    const resumed = createBudget({ ...options, first: 40, seconds: 6, course });
    expect(resumed.learningRate(40, 6)).toBeCloseTo(0.05, 5);
    expect(resumed.isSpent(41, 10)).toBe(true);
    const again = createBudget({ ...options, first: 80, seconds: 10.1, course });
    expect(again.learningRate(80, 10.1)).toBeCloseTo(0.02, 12);
    expect([20, 20.1].map((seconds) => again.isSpent(90, seconds))).toEqual([false, true]);
    expect(again.course).toEqual({ step: 80, seconds: 10.1 });
  });

  it('validates at each tenth of the time', () => {
    const budget = createBudget(options);
    const seconds = Array.from({ length: 41 }, (_, i) => i / 4);
    const due = seconds.filter((second, step) => budget.isValidationDue(step, second));
    expect(due).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
