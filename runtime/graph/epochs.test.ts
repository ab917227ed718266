import { describe, expect, it } from 'vitest';
import { stepsOf } from './epochs';

describe('stepsOf', () => {
  it.each([
    [undefined, 60, 100],
    [1, 60, 7],
    [2.5, 60, 18],
    [0.01, 60, 1],
    [3, 8, 3],
  ])('%s passes over %d examples are %d steps', (epochs, examples, steps) => {
    expect(stepsOf({ batchSize: 8, steps: 100, epochs }, examples)).toBe(steps);
  });
});
