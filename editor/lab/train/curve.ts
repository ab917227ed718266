/** The curve of a training as columns: for drawing, smoothing and tables. */
import type { TrainPoint } from '../../../runtime/index';

/** Columns of equal lengths, NaN where a step has no accuracy. */
export interface CurveData {
  /** How many were done: 1 stands for the first one, as in validations and summaries. */
  readonly steps: Float64Array;
  readonly loss: Float64Array;
  readonly accuracy: Float64Array;
  /** Of training, after each step. */
  readonly seconds: Float64Array;
}

/** Columns of the points of a training; cached, since a render may ask again for the same points. */
export function toCurve(points: readonly TrainPoint[]): CurveData {
  const known = curves.get(points);
  if (known) return known;
  const curve = {
    steps: Float64Array.from(points, ({ step }) => step + 1),
    loss: Float64Array.from(points, (point) => point.loss),
    accuracy: Float64Array.from(points, (point) => point.accuracy ?? Number.NaN),
    seconds: Float64Array.from(points, (point) => point.seconds),
  };
  curves.set(points, curve);
  return curve;
}

const curves = new WeakMap<readonly TrainPoint[], CurveData>();

/**
 * Exponential moving average, corrected at the start as in Adam (Kingma & Ba 2015, section 3), so
 * that it begins at the first value. `weight` in 0..1 is the share kept of the past. NaN is skipped.
 */
export function smooth(values: Float64Array, weight: number): Float64Array {
  if (weight <= 0) return values;
  const out = new Float64Array(values.length);
  let mean = 0;
  let correction = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isFinite(value)) {
      mean = weight * mean + (1 - weight) * value;
      correction = weight * correction + (1 - weight);
    }
    out[i] = correction > 0 ? mean / correction : Number.NaN;
  }
  return out;
}

/** At most `most` points, evenly spread, the last one always among them: for drawing and tables. */
export function thin(curve: CurveData, most: number): CurveData {
  const { length } = curve.steps;
  if (length <= most) return curve;
  const pick = (values: Float64Array) =>
    Float64Array.from(
      { length: most },
      (_, i) => values[Math.round((i * (length - 1)) / (most - 1))],
    );
  return {
    steps: pick(curve.steps),
    loss: pick(curve.loss),
    accuracy: pick(curve.accuracy),
    seconds: pick(curve.seconds),
  };
}

/** The newest value that is a number. */
export function latest(values: Float64Array): number | null {
  for (let i = values.length - 1; i >= 0; i--) if (Number.isFinite(values[i])) return values[i];
  return null;
}
