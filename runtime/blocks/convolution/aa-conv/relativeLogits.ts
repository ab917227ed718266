/** What a distance is worth: relative position logits in rows and columns. Bello et al. 2019, A.4. */
import type { Value } from '../../../ops/types';
import type { BlockBuilder } from '../../types';

/**
 * Adds q_i . r^W_{jx - ix} + q_i . r^H_{jy - iy}, over sqrt(d), to `scores` [B, h, HW, HW]. `query`
 * is [B, h, HW, d], not scaled. Weights: `column_positions` [2 W - 1, d] and `row_positions`
 * [2 H - 1, d], shared by the heads.
 */
export function addRelativeLogits(
  b: BlockBuilder,
  scores: Value,
  query: Value,
  rows: number,
  columns: number,
): Value {
  const [batch, heads, places, width] = query.shape;
  const groups = batch * heads;
  const scaled = b.scale([query], { factor: 1 / Math.sqrt(width) });
  const grid = b.reshape([scaled], { shape: [groups, rows, columns, width] });

  const alongRow = logits(b, grid, 'column_positions'); // [G, H, W, W']
  const turned = b.transpose([grid], { perm: [0, 2, 1, 3] });
  const alongColumn = b.transpose([logits(b, turned, 'row_positions')], { perm: [0, 2, 1, 3] }); // [G, H, W, H']

  // Each place's scores as a little map [H', W'], so that both parts broadcast at rank 3.
  const maps = b.reshape([scores], { shape: [groups * places, rows, columns] });
  const both = b.add([
    b.reshape([alongRow], { shape: [groups * places, 1, columns] }),
    b.reshape([alongColumn], { shape: [groups * places, rows, 1] }),
  ]);
  return b.reshape([b.add([maps, both])], { shape: scores.shape });
}

/** `query` [G, N, L, d] against each place of its own line: [G, N, L, L']. */
function logits(b: BlockBuilder, query: Value, name: string): Value {
  const [groups, lines, length, width] = query.shape;
  const distances = 2 * length - 1;
  const table = b.weight(name, [distances, width], { kind: 'normal', std: width ** -0.5 });
  const flat = b.reshape([query], { shape: [groups * lines * length, width] });
  // Papers count the two attention products only; position tables are left out of the MACs.
  const relative = b.matmul([flat, table], { transposeB: true, counted: false });
  const shaped = b.reshape([relative], { shape: [groups * lines, length, distances] });
  return b.reshape([relativeToAbsolute(b, shaped)], { shape: [groups, lines, length, length] });
}

/** `x` [G, L, 2 L - 1] by distance j - i + L - 1 -> [G, L, L] by place j: y[i, j] = x[i, j - i + L - 1]. */
function relativeToAbsolute(b: BlockBuilder, x: Value): Value {
  const [groups, length, distances] = x.shape;
  // One more column shifts each line by one against the line above when it is read 2 L - 1 at a time.
  const padded = b.pad([x], { before: [0, 0, 0], after: [0, 0, 1], value: 0 });
  const flat = b.reshape([padded], { shape: [groups, 2 * length * length] });
  const longer = b.pad([flat], { before: [0, 0], after: [0, length - 1], value: 0 });
  const skewed = b.reshape([longer], { shape: [groups, length + 1, distances] });
  return b.slice([skewed], { begin: [0, 0, length - 1], size: [groups, length, length] });
}
