/** Where to look on a picture, and the values there. Jaderberg et al. 2015, equations 1 and 5. */
import type { Value } from '../../ops/types';
import { flag, int } from '../define';
import type { BlockBuilder } from '../types';

export const alignCornersParam = flag({
  label: 'Align corners',
  doc: 'On: -1 and 1 are the middles of the outermost pixels. Off: the outer edges of the picture.',
  default: false,
});

/** Size of a grid. `otherwise` tells what 0 means. */
export const gridParams = (size: number, otherwise: string) => ({
  height: int({
    label: 'Height',
    doc: `Rows that come out.${otherwise}`,
    default: size,
    min: otherwise ? 0 : 1,
    max: 4096,
    unit: 'pixels',
  }),
  width: int({
    label: 'Width',
    doc: `Columns that come out.${otherwise}`,
    default: size,
    min: otherwise ? 0 : 1,
    max: 4096,
    unit: 'pixels',
  }),
});

/**
 * `theta` [B, 6], row by row the matrix that takes (x, y, 1) of the result to places of the picture
 * -> [B, height, width, 2]: x and y from -1 to 1.
 */
export function affineGrid(
  b: BlockBuilder,
  theta: Value,
  height: number,
  width: number,
  alignCorners: boolean,
): Value {
  const [batch] = theta.shape;
  const places = height * width;
  const key = `grid ${height} ${width} ${alignCorners}`;
  const target = b.constant(key, { shape: [places, 3], dtype: 'float32' }, () => {
    const [rows, columns] = [line(height, alignCorners), line(width, alignCorners)];
    return Float32Array.from(rows.flatMap((y) => columns.flatMap((x) => [x, y, 1])));
  });
  const matrix = b.reshape([theta], { shape: [batch * 2, 3] });
  // A change of coordinates, no layer: left out of the MACs.
  const moved = b.matmul([matrix, target], { transposeB: true, counted: false }); // [B * 2, places]
  const pairs = b.transpose([b.reshape([moved], { shape: [batch, 2, places] })], {
    perm: [0, 2, 1],
  });
  return b.reshape([pairs], { shape: [batch, height, width, 2] });
}

/** `n` places from -1 to 1. */
function line(n: number, alignCorners: boolean): readonly number[] {
  return Array.from({ length: n }, (_, i) => {
    if (!alignCorners) return (2 * i + 1) / n - 1;
    return n === 1 ? 0 : (2 * i) / (n - 1) - 1;
  });
}

/**
 * `x` [B, H, W, C] at the places of `grid` [B, h, w, 2], mixed from the four pixels round each; zeros
 * outside -> [B, h, w, C]. Gradients reach both.
 */
export function gridSample(b: BlockBuilder, x: Value, grid: Value, alignCorners: boolean): Value {
  const [batch, height, width, channels] = x.shape;
  const [, rows, columns] = grid.shape;
  const places = rows * columns;
  const pixels = b.reshape([x], { shape: [batch * height * width, channels] });
  const flat = b.reshape([grid], { shape: [batch, places, 2] });
  const across = neighbours(b, part(b, flat, 0), width, alignCorners);
  const down = neighbours(b, part(b, flat, 1), height, alignCorners);
  const pictures = b.constant(
    `pictures ${batch} ${height * width}`,
    { shape: [batch, 1], dtype: 'float32' },
    () => Float32Array.from({ length: batch }, (_, i) => i * height * width),
  );
  let sum: Value | null = null;
  for (const row of down) {
    const first = b.add([b.scale([row.index], { factor: width }), pictures]);
    for (const column of across) {
      const ids = b.cast([b.add([first, column.index])], { dtype: 'int32' }); // [B, places]
      const weight = b.mul([row.weight, column.weight]);
      const values = b.gather([pixels, ids]); // [B, places, C]
      const share = b.mul([values, b.reshape([weight], { shape: [batch, places, 1] })]);
      sum = sum ? b.add([sum, share]) : share;
    }
  }
  return b.reshape([sum as Value], { shape: [batch, rows, columns, channels] });
}

function part(b: BlockBuilder, pairs: Value, at: number): Value {
  const [batch, places] = pairs.shape;
  const one = b.slice([pairs], { begin: [0, 0, at], size: [batch, places, 1] });
  return b.reshape([one], { shape: [batch, places] });
}

/** The pixels before and after each place from -1 to 1 along `n`, with their weights: 0 outside. */
function neighbours(
  b: BlockBuilder,
  place: Value,
  n: number,
  alignCorners: boolean,
): readonly { readonly index: Value; readonly weight: Value }[] {
  const half = (alignCorners ? n - 1 : n) / 2;
  const at = b.shift([b.scale([place], { factor: half })], { amount: (n - 1) / 2 });
  const low = b.floor([at]);
  const above = b.sub([at, low]);
  const last = b.scalar(n - 1);
  const zero = b.scalar(0);
  return [
    { pixel: low, share: b.shift([b.neg([above])], { amount: 1 }) },
    { pixel: b.shift([low], { amount: 1 }), share: above },
  ].map(({ pixel, share }) => {
    const inside = b.logicalAnd([b.greaterEqual([pixel, zero]), b.greaterEqual([last, pixel])]);
    return {
      index: b.minimum([b.maximum([pixel, zero]), last]),
      weight: b.mul([share, b.cast([inside], { dtype: 'float32' })]),
    };
  });
}
