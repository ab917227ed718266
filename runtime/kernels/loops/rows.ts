/** Normalizations along the last axis, row by row; sums are kept in float64. */

/** (x - mean) / sqrt(var + eps) of each row of `size`. */
export function normalizeRows(x: Float32Array, size: number, eps: number, out: Float32Array): void {
  for (let start = 0; start < x.length; start += size) {
    const { mean, inverse } = moments(x, start, size, eps);
    for (let i = start; i < start + size; i++) out[i] = (x[i]! - mean) * inverse;
  }
}

/** r (g - mean(g) - y mean(g y)), y = (x - mean) r, r = 1 / sqrt(var + eps), of each row. */
export function normalizeRowsGrad(
  x: Float32Array,
  grad: Float32Array,
  size: number,
  eps: number,
  out: Float32Array,
): void {
  for (let start = 0; start < x.length; start += size) {
    const { mean, inverse } = moments(x, start, size, eps);
    let gradSum = 0;
    let alongSum = 0;
    for (let i = start; i < start + size; i++) {
      gradSum += grad[i]!;
      alongSum += grad[i]! * (x[i]! - mean);
    }
    const gradMean = gradSum / size;
    const along = (alongSum / size) * inverse * inverse;
    for (let i = start; i < start + size; i++) {
      out[i] = (grad[i]! - gradMean - (x[i]! - mean) * along) * inverse;
    }
  }
}

function moments(
  x: Float32Array,
  start: number,
  size: number,
  eps: number,
): { mean: number; inverse: number } {
  let sum = 0;
  for (let i = start; i < start + size; i++) sum += x[i]!;
  const mean = sum / size;
  let squares = 0;
  for (let i = start; i < start + size; i++) {
    const centred = x[i]! - mean;
    squares += centred * centred;
  }
  return { mean, inverse: 1 / Math.sqrt(squares / size + eps) };
}

/** y (g - sum(g y)) of each row. */
export function softmaxGradRows(
  y: Float32Array,
  grad: Float32Array,
  size: number,
  out: Float32Array,
): void {
  for (let start = 0; start < y.length; start += size) {
    let along = 0;
    for (let i = start; i < start + size; i++) along += grad[i]! * y[i]!;
    for (let i = start; i < start + size; i++) out[i] = (grad[i]! - along) * y[i]!;
  }
}
