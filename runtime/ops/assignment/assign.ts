/**
 * The assignment problem by shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987): one row
 * after the other gets a column, with prices that keep the earlier ones best.
 */

/**
 * The column of each row, all different, with the least total cost. `costAt(row, column)`; there must
 * be at least as many columns as rows. Ends also where costs are no numbers. O(rows^2 columns).
 */
export function assign(
  rows: number,
  columns: number,
  costAt: (row: number, column: number) => number,
): Int32Array {
  // Rows and columns count from 1; column 0 stands for the row that is being placed.
  const rowPrice = new Float64Array(rows + 1);
  const columnPrice = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const from = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const shortest = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const isDone = new Uint8Array(columns + 1);
    rowOf[0] = row;
    let column = 0;
    do {
      isDone[column] = 1;
      const current = rowOf[column]!;
      let next = -1;
      for (let other = 1; other <= columns; other++) {
        if (isDone[other]) continue;
        const length = costAt(current - 1, other - 1) - rowPrice[current]! - columnPrice[other]!;
        if (length < shortest[other]!) {
          shortest[other] = length;
          from[other] = column;
        }
        if (next < 0 || shortest[other]! < shortest[next]!) next = other;
      }
      const step = shortest[next]!;
      for (let other = 0; other <= columns; other++) {
        if (isDone[other]) {
          rowPrice[rowOf[other]!] = rowPrice[rowOf[other]!]! + step;
          columnPrice[other] = columnPrice[other]! - step;
        } else shortest[other] = shortest[other]! - step;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = from[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  const assigned = new Int32Array(rows);
  for (let column = 1; column <= columns; column++) {
    if (rowOf[column] !== 0) assigned[rowOf[column]! - 1] = column - 1;
  }
  return assigned;
}
