/** Transposes a [rows, columns] matrix at `start` of `from` to the same place of `to`, tile by tile. */
export function transposeMatrix(
  from: Float32Array,
  to: Float32Array,
  start: number,
  rows: number,
  columns: number,
): void {
  // A tile of 16 floats a row is one cache line of each side.
  const tile = 16;
  for (let row0 = 0; row0 < rows; row0 += tile) {
    const rowEnd = Math.min(row0 + tile, rows);
    for (let column0 = 0; column0 < columns; column0 += tile) {
      const columnEnd = Math.min(column0 + tile, columns);
      for (let column = column0; column < columnEnd; column++) {
        let target = start + column * rows + row0;
        let source = start + row0 * columns + column;
        for (let row = row0; row < rowEnd; row++) {
          to[target++] = from[source]!;
          source += columns;
        }
      }
    }
  }
}
