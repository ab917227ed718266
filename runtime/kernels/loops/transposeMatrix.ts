/** Matrix transposition, by blocks of 4 x 4 in tiles that stay in the cache. */

const TILE = 32;

/** Transposes the [rows, columns] matrix at `fromStart` of `from` to `toStart` of `to`. */
export function transposeMatrix(
  from: Float32Array,
  fromStart: number,
  to: Float32Array,
  toStart: number,
  rows: number,
  columns: number,
): void {
  const evenRows = rows - (rows % 4);
  const evenColumns = columns - (columns % 4);
  for (let row0 = 0; row0 < evenRows; row0 += TILE) {
    const rowEnd = Math.min(row0 + TILE, evenRows);
    for (let column0 = 0; column0 < evenColumns; column0 += TILE) {
      const columnEnd = Math.min(column0 + TILE, evenColumns);
      for (let row = row0; row < rowEnd; row += 4) {
        for (let column = column0; column < columnEnd; column += 4) {
          const source = fromStart + row * columns + column;
          transposeBlock(from, source, columns, to, toStart + column * rows + row, rows);
        }
      }
    }
  }
  for (let row = 0; row < rows; row++) {
    for (let column = row < evenRows ? evenColumns : 0; column < columns; column++) {
      to[toStart + column * rows + row] = from[fromStart + row * columns + column]!;
    }
  }
}

/** Four reads a line and four writes a line, so that no two lines fight for a place in the cache. */
function transposeBlock(
  from: Float32Array,
  source: number,
  columns: number,
  to: Float32Array,
  target: number,
  rows: number,
): void {
  const [s1, s2, s3] = [source + columns, source + 2 * columns, source + 3 * columns];
  for (let column = 0; column < 4; column++) {
    const at = target + column * rows;
    to[at] = from[source + column]!;
    to[at + 1] = from[s1 + column]!;
    to[at + 2] = from[s2 + column]!;
    to[at + 3] = from[s3 + column]!;
  }
}
