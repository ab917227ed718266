import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noProgress } from '../store/session';
import { isTooLarge, keepEverySoOften, progressUpTo } from './keeping';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a training is kept soon after it began, then every 30 seconds, and no more after its end', () => {
  const from = Date.now();
  const kept: number[] = [];
  const stop = keepEverySoOften(() => kept.push((Date.now() - from) / 1000));
  vi.advanceTimersByTime(100_000);
  expect(kept).toEqual([5, 15, 35, 65, 95]);
  stop();
  vi.advanceTimersByTime(100_000);
  expect(kept).toHaveLength(5);
});

test('the best weights take room beside the others', () => {
  expect(isTooLarge(24_000_000, { keepBest: false })).toBe(false);
  expect(isTooLarge(24_000_000, { keepBest: true })).toBe(true);
  expect(isTooLarge(26_000_000)).toBe(true);
});

test('a curve ends where the weights are', () => {
  const point = { loss: 1, accuracy: null, gradientNorm: null, seconds: 1 };
  const validation = { loss: 1, metric: null, best: false };
  const progress = {
    ...noProgress,
    step: 6,
    steps: 9,
    points: [3, 4, 5].map((step) => ({ ...point, step })),
    validations: [4, 5].map((step) => ({ ...validation, step })),
    secondsLeft: 3,
  };
  const kept = progressUpTo(progress, 4);
  expect(kept.points.map(({ step }) => step)).toEqual([3]);
  expect(kept.validations.map(({ step }) => step)).toEqual([4]);
  expect(kept).toMatchObject({ step: 4, steps: 9, secondsLeft: null });
});
