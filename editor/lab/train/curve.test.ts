/** The curve and its smoothing. */
import { expect, test } from 'vitest';
import { latest, smooth, thin, toCurve } from './curve';

const point = (step: number, loss: number, accuracy: number | null = null) => ({
  step,
  loss,
  accuracy,
  gradientNorm: null,
  seconds: step / 10,
});

test('points become columns, once', () => {
  const points = [point(0, 3), point(1, 2, 0.5)];
  const curve = toCurve(points);
  expect(Array.from(curve.steps)).toEqual([1, 2]);
  expect(Array.from(curve.loss)).toEqual([3, 2]);
  expect(Array.from(curve.accuracy)).toEqual([Number.NaN, 0.5]);
  expect(toCurve(points)).toBe(curve);
});

test('smoothing begins at the first value and keeps a constant', () => {
  expect(smooth(Float64Array.of(4, 4, 4), 0.9)).toEqual(Float64Array.of(4, 4, 4));
  const smoothed = smooth(Float64Array.of(4, 0), 0.5);
  expect(smoothed[0]).toBe(4);
  expect(smoothed[1]).toBeCloseTo(4 / 3);
  const values = Float64Array.of(1, 2);
  expect(smooth(values, 0)).toBe(values);
});

test('smoothing passes over steps without a value', () => {
  const smoothed = smooth(Float64Array.of(Number.NaN, 2, Number.NaN, 2), 0.5);
  expect(smoothed[0]).toBeNaN();
  expect(Array.from(smoothed.subarray(1))).toEqual([2, 2, 2]);
});

test('thinning keeps the ends', () => {
  const curve = toCurve(Array.from({ length: 999 }, (_, i) => point(i, i)));
  const thinned = thin(curve, 10);
  expect(thinned.steps).toHaveLength(10);
  expect([thinned.steps[0], thinned.steps[9]]).toEqual([1, 999]);
  expect(thin(thinned, 10)).toBe(thinned);
});

test('the latest value is the last that is a number', () => {
  expect(latest(Float64Array.of(1, 2, Number.NaN))).toBe(2);
  expect(latest(new Float64Array(0))).toBeNull();
});
