/** `factor` times the sum of x [before, count, after] over its middle axis, as [before, after]. */
export function sumMiddle(
  x: Float32Array,
  before: number,
  count: number,
  after: number,
  factor: number,
  out: Float32Array,
): void {
  // Long sums of float32 lose digits; these are kept in float64.
  const sums = new Float64Array(after);
  for (let outer = 0; outer < before; outer++) {
    sums.fill(0);
    let source = outer * count * after;
    for (let middle = 0; middle < count; middle++) {
      for (let inner = 0; inner < after; inner++) sums[inner] = sums[inner]! + x[source++]!;
    }
    for (let inner = 0; inner < after; inner++) out[outer * after + inner] = sums[inner]! * factor;
  }
}
