/** Maps as windows, and back; shifted by rolling the map around its borders. Liu et al. 2021, figure 4. */
import type { Value } from '../../../ops/types';
import type { BlockBuilder } from '../../types';

/** `x` [B, H, W, C] -> [B H/M W/M, M M, C], windows and places row by row. */
export function splitWindows(b: BlockBuilder, x: Value, side: number, shift: number): Value {
  const rolled = roll(b, roll(b, x, 1, shift), 2, shift);
  const [batch, height, width, channels] = x.shape;
  const [rows, columns] = [height / side, width / side];
  const cut = b.reshape([rolled], { shape: [batch, rows, side, columns, side, channels] });
  return b.reshape([b.transpose([cut], { perm: [0, 1, 3, 2, 4, 5] })], {
    shape: [batch * rows * columns, side * side, channels],
  });
}

/** Undoes `splitWindows`; `shape` is that of the map. */
export function joinWindows(
  b: BlockBuilder,
  windows: Value,
  shape: readonly number[],
  side: number,
  shift: number,
): Value {
  const [batch, height, width, channels] = shape;
  const [rows, columns] = [height / side, width / side];
  const cut = b.reshape([windows], { shape: [batch, rows, columns, side, side, channels] });
  const map = b.reshape([b.transpose([cut], { perm: [0, 1, 3, 2, 4, 5] })], { shape });
  return roll(b, roll(b, map, 1, -shift), 2, -shift);
}

/** The map read from place `by` on, and on from the start: torch.roll by -`by`. */
function roll(b: BlockBuilder, x: Value, axis: number, by: number): Value {
  if (by === 0) return x;
  const length = x.shape[axis];
  const first = (by + length) % length;
  const part = (from: number, size: number) =>
    b.slice([x], {
      begin: x.shape.map((_, i) => (i === axis ? from : 0)),
      size: x.shape.with(axis, size),
    });
  return b.concat([part(first, length - first), part(0, first)], { axis });
}
