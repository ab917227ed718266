/** `x` [before, rows, after] with `row` [before, after] at `place` of its middle axis, into `out`. */
export function setRow(
  x: Float32Array,
  row: Float32Array,
  place: number,
  [before, rows, after]: readonly [number, number, number],
  out: Float32Array,
): void {
  out.set(x);
  for (let outer = 0; outer < before; outer++) {
    const from = outer * after;
    out.set(row.subarray(from, from + after), (outer * rows + place) * after);
  }
}
