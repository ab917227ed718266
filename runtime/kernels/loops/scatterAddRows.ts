/** Adds row i of `rows` [N, size] to row ids[i] of `out` [V, size], which starts at zero. */
export function scatterAddRows(
  ids: Int32Array,
  rows: Float32Array,
  size: number,
  out: Float32Array,
): void {
  out.fill(0);
  const count = out.length / size;
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!;
    if (id < 0 || id >= count) continue;
    let source = row * size;
    const end = source + size;
    for (let target = id * size; source < end; target++, source++) {
      out[target] = out[target]! + rows[source]!;
    }
  }
}
