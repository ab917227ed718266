/** What numbers are like: their histogram, mean, spread, and how many are zero. */
import type { Distribution } from '../../examinations';

export const BINS = 40;

/** Of the finite values, looked at twice; all figures but `zeros` are NaN where there is none. */
export function distributionOf(values: ArrayLike<number>): Distribution {
  let count = 0;
  let notFinite = 0;
  let zeros = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) {
      notFinite++;
      continue;
    }
    count++;
    sum += value;
    if (value === 0) zeros++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const counts = new Int32Array(BINS);
  if (count === 0) {
    const none = Number.NaN;
    return { counts, min: none, max: none, mean: none, std: none, zeros: 0, notFinite };
  }
  const mean = sum / count;
  const width = (max - min) / BINS;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    squares += (value - mean) ** 2;
    // The largest value belongs to the last part.
    const bin = width > 0 ? Math.min(BINS - 1, Math.floor((value - min) / width)) : 0;
    counts[bin]++;
  }
  const std = Math.sqrt(squares / count);
  return { counts, min, max, mean, std, zeros: zeros / count, notFinite };
}

/** Sum of the squares, in float64. */
export function sumOfSquares(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ** 2;
  return sum;
}
