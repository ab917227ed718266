import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../../runtime/index';
import { budgetWords, convertBudget, unitOf, warmupRemark, withBudget } from './budget';

const experiment: Experiment = {
  dataset: 'mnist',
  batchSize: 64,
  steps: 1500,
  optimizer: 'adam',
  learningRate: 0.003,
  warmupSteps: 75,
  seed: 1,
};

describe('the budget of a training', () => {
  it('is in one unit at a time', () => {
    const epochs = withBudget(experiment, 'epochs', 2);
    expect([unitOf(epochs), epochs.epochs]).toEqual(['epochs', 2]);
    const seconds = withBudget(epochs, 'seconds', 30);
    expect(seconds).toMatchObject({ seconds: 30, steps: 100_000 });
    expect(seconds.epochs).toBeUndefined();
    const steps = withBudget(seconds, 'steps', 400);
    expect(steps).toEqual({ ...experiment, steps: 400 });
  });

  it('is told in the other units where they are known', () => {
    expect(budgetWords(experiment, 23_400, 0)).toBe('about 4.1 epochs');
    expect(budgetWords(withBudget(experiment, 'steps', 1), 2_340_000, 0)).toBe(
      'less than 0.01 epochs',
    );
    expect(budgetWords(experiment, 23_400, 50)).toBe('about 4.1 epochs, 1 min 15 s');
    expect(budgetWords(withBudget(experiment, 'epochs', 2), 23_400, 0)).toBe('730 steps');
    expect(budgetWords(withBudget(experiment, 'seconds', 30), 23_400, 50)).toBe('about 600 steps');
    expect(budgetWords(experiment, null, 50)).toBeNull();
  });

  it('leaves room for the learning rate to fall, or says that it does not', () => {
    expect(warmupRemark(experiment, 1500)).toBeNull();
    expect(warmupRemark(experiment, 75)).toBe('The training takes only 75 steps.');
    expect(warmupRemark(withBudget(experiment, 'epochs', 0.1), 37)).toMatch(/only 37 steps/);
    expect(warmupRemark({ ...experiment, warmupSteps: 0 }, 1)).toBeNull();
    expect(warmupRemark(withBudget(experiment, 'seconds', 1), 20)).toBeNull();
  });

  it('is carried over to another unit', () => {
    expect(convertBudget(experiment, 'epochs', 23_400, 0)).toBe(4.1);
    expect(convertBudget(experiment, 'seconds', 23_400, 50)).toBe(75);
    expect(convertBudget(experiment, 'seconds', 23_400, 0)).toBe(60);
    expect(convertBudget(withBudget(experiment, 'epochs', 2), 'steps', 23_400, 0)).toBe(730);
    expect(convertBudget(withBudget(experiment, 'seconds', 30), 'steps', null, 50)).toBe(600);
  });
});
