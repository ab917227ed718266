/** How tokens lie on a picture: a grid of patches, with or without class tokens in front. */

export interface PatchGrid {
  readonly rows: number;
  readonly columns: number;
  /** Tokens in front of the patches: 1 for a class token (Dosovitskiy et al. 2021), else 0. */
  readonly leading: number;
}

/** A rectangle in shares of the picture, 0..1. */
export interface Patch {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The grid that `tokens` tokens make on a picture of height x width pixels, or null if none does.
 * Cells are as square as the picture allows, so a grid with and one without a class token are never
 * confused: two counts that both fit a ratio differ by more than one.
 */
export function findPatchGrid(tokens: number, height: number, width: number): PatchGrid | null {
  for (const leading of [0, 1]) {
    const grid = squareCells(tokens - leading, height, width);
    if (grid) return { ...grid, leading };
  }
  return null;
}

function squareCells(count: number, height: number, width: number) {
  for (let rows = 1; rows <= count; rows++) {
    if (count % rows !== 0) continue;
    const columns = count / rows;
    // A feature map after strides: each side is the picture's, divided by one stride and rounded up.
    const stride = Math.ceil(height / rows);
    const fits =
      rows <= height &&
      columns <= width &&
      (rows * width === columns * height ||
        (Math.ceil(height / stride) === rows && Math.ceil(width / stride) === columns));
    if (fits) return { rows, columns };
  }
  return null;
}

/** Where a token lies; null for the tokens in front (the class token). */
export function patchOfToken(grid: PatchGrid, token: number): Patch | null {
  const index = token - grid.leading;
  if (index < 0 || index >= grid.rows * grid.columns) return null;
  const row = Math.floor(index / grid.columns);
  const column = index % grid.columns;
  return {
    left: column / grid.columns,
    top: row / grid.rows,
    width: 1 / grid.columns,
    height: 1 / grid.rows,
  };
}

/** The token under a point in shares of the picture. */
export function tokenAtPoint(grid: PatchGrid, x: number, y: number): number {
  const clamp = (share: number, n: number) => Math.min(n - 1, Math.max(0, Math.floor(share * n)));
  return grid.leading + clamp(y, grid.rows) * grid.columns + clamp(x, grid.columns);
}

/** "class token", "row 2, column 5". */
export function patchLabel(grid: PatchGrid, token: number): string {
  const index = token - grid.leading;
  if (index < 0) return 'class token';
  return `row ${Math.floor(index / grid.columns) + 1}, column ${(index % grid.columns) + 1}`;
}

/** The token one patch further in a direction; stays at the edges, and steps up to the class token. */
export function moveToken(grid: PatchGrid, token: number, rows: number, columns: number): number {
  const index = token - grid.leading;
  if (index < 0) return rows > 0 || columns > 0 ? grid.leading : token;
  const row = Math.floor(index / grid.columns) + rows;
  const column = (index % grid.columns) + columns;
  if (row < 0) return grid.leading > 0 ? 0 : token;
  if (row >= grid.rows || column < 0 || column >= grid.columns) return token;
  return grid.leading + row * grid.columns + column;
}
