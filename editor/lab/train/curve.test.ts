/** The curve buffer and its smoothing. */
import { expect, test } from 'vitest';
import { CurveBuffer, latest, smooth, thin } from './curve';

const point = (step: number, loss: number, accuracy: number | null = null) => ({
  step,
  loss,
  accuracy,
});

test('keeps every point while it grows', () => {
  const buffer = new CurveBuffer();
  for (let step = 1; step <= 1000; step++) buffer.push([point(step, 1 / step, step / 1000)]);
  const { steps, loss, accuracy } = buffer.view();
  expect(steps).toHaveLength(1000);
  expect([steps[999], loss[999], accuracy[999]]).toEqual([1000, 0.001, 1]);
  expect([steps[0], loss[0]]).toEqual([1, 1]);
});

test('a resume from an earlier checkpoint replaces what came after it', () => {
  const buffer = new CurveBuffer();
  buffer.push([point(1, 3), point(2, 2), point(3, 1)]);
  buffer.push([point(2, 2.5)]);
  expect(Array.from(buffer.view().steps)).toEqual([1, 2]);
  expect(buffer.view().loss[1]).toBe(2.5);
});

test('goes on from a stored curve, and its copy no longer follows', () => {
  const buffer = new CurveBuffer();
  buffer.push([point(1, 3), point(2, 2, 0.5)]);
  const stored = buffer.copy();
  const again = new CurveBuffer(stored);
  again.push([point(3, 1)]);
  expect(stored.steps).toHaveLength(2);
  expect(Array.from(again.view().loss)).toEqual([3, 2, 1]);
  expect(again.view().accuracy[0]).toBeNaN();
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
  const buffer = new CurveBuffer();
  for (let step = 1; step <= 999; step++) buffer.push([point(step, step)]);
  const thinned = thin(buffer.view(), 10);
  expect(thinned.steps).toHaveLength(10);
  expect([thinned.steps[0], thinned.steps[9]]).toEqual([1, 999]);
  expect(thin(thinned, 10)).toBe(thinned);
});

test('the latest value is the last that is a number', () => {
  expect(latest(Float64Array.of(1, 2, Number.NaN))).toBe(2);
  expect(latest(new Float64Array(0))).toBeNull();
});
