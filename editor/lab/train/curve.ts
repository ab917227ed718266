/** The curve of a training: grows without copying at each point, draws smoothed. */

export interface CurvePoint {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number | null;
}

/** A curve as it is stored: equal lengths, NaN where a step has no accuracy. */
export interface CurveData {
  readonly steps: Float64Array;
  readonly loss: Float64Array;
  readonly accuracy: Float64Array;
}

const EMPTY = new Float64Array(0);
export const EMPTY_CURVE: CurveData = { steps: EMPTY, loss: EMPTY, accuracy: EMPTY };

/** Arrays that double when they are full. */
export class CurveBuffer {
  #capacity: number;
  #length = 0;
  #steps: Float64Array;
  #loss: Float64Array;
  #accuracy: Float64Array;

  constructor(from: CurveData = EMPTY_CURVE) {
    this.#length = from.steps.length;
    this.#capacity = Math.max(256, this.#length);
    this.#steps = extended(from.steps, this.#capacity);
    this.#loss = extended(from.loss, this.#capacity);
    this.#accuracy = extended(from.accuracy, this.#capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Adds points; a point at or before the last step (after a resume) replaces what came after it. */
  push(points: readonly CurvePoint[]): void {
    for (const point of points) {
      while (this.#length > 0 && this.#steps[this.#length - 1]! >= point.step) this.#length--;
      if (this.#length === this.#capacity) this.#grow();
      const at = this.#length++;
      this.#steps[at] = point.step;
      this.#loss[at] = point.loss;
      this.#accuracy[at] = point.accuracy ?? Number.NaN;
    }
  }

  /** The points so far; views, valid until the next `push`. */
  view(): CurveData {
    return {
      steps: this.#steps.subarray(0, this.#length),
      loss: this.#loss.subarray(0, this.#length),
      accuracy: this.#accuracy.subarray(0, this.#length),
    };
  }

  /** The points so far, in arrays of their own. */
  copy(): CurveData {
    const { steps, loss, accuracy } = this.view();
    return { steps: steps.slice(), loss: loss.slice(), accuracy: accuracy.slice() };
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#steps = extended(this.#steps, this.#capacity);
    this.#loss = extended(this.#loss, this.#capacity);
    this.#accuracy = extended(this.#accuracy, this.#capacity);
  }
}

function extended(from: Float64Array, length: number): Float64Array {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}

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
    const value = values[i]!;
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
      (_, i) => values[Math.round((i * (length - 1)) / (most - 1))]!,
    );
  return { steps: pick(curve.steps), loss: pick(curve.loss), accuracy: pick(curve.accuracy) };
}

/** The newest value that is a number. */
export function latest(values: Float64Array): number | null {
  for (let i = values.length - 1; i >= 0; i--) if (Number.isFinite(values[i])) return values[i]!;
  return null;
}
