/** Anchors and the boxes made of them, as torchvision's AnchorGenerator and BoxCoder compute them. */
import type { Value } from '../../../ops/types';
import type { BlockBuilder } from '../../types';

/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

/** Detectron's bound of t_w and t_h: a box grows to 1000 / 16 times its anchor at most. */
const MOST_GROWTH = Math.log(1000 / 16);

/**
 * Anchors round a place, shape by shape: `scales` sizes from `size` on, each twice the one before, and
 * `ratios` of height to width. Corners are rounded to whole pixels.
 */
export function cellAnchors(
  size: number,
  scales: number,
  ratios: readonly number[],
): readonly Box[] {
  return ratios.flatMap((ratio) =>
    Array.from({ length: scales }, (_, i): Box => {
      const side = size * 2 ** i;
      const [w, h] = [side / Math.sqrt(ratio), side * Math.sqrt(ratio)];
      const [right, bottom] = [roundToEven(w / 2), roundToEven(h / 2)];
      return [-right, -bottom, right, bottom];
    }),
  );
}

/** Halves go to the even neighbour, as in numpy and torch. */
function roundToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

/** [height * width * cells, 4]: places row by row, each with all its anchors. */
export function anchorsOf(
  cells: readonly Box[],
  height: number,
  width: number,
  stride: number,
): Float32Array {
  const anchors = new Float32Array(height * width * cells.length * 4);
  let at = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = [column * stride, row * stride];
      for (const [left, top, right, bottom] of cells) {
        anchors.set([x + left, y + top, x + right, y + bottom], at);
        at += 4;
      }
    }
  }
  return anchors;
}

/** `anchors` [N, 4] moved and stretched by `deltas` [B, N, 4] -> boxes [B, N, 4]. Equation 2. */
export function boxesFrom(b: BlockBuilder, anchors: Value, deltas: Value): Value {
  const [batch, count] = deltas.shape;
  const corner = (at: number) => b.slice([anchors], { begin: [0, at], size: [count, 2] });
  const half = (at: number) => b.slice([deltas], { begin: [0, 0, at], size: [batch, count, 2] });
  const size = b.sub([corner(2), corner(0)]); // [N, 2]
  const middle = b.add([corner(0), b.scale([size], { factor: 0.5 })]);
  const moved = b.add([b.mul([half(0), size]), middle]); // [B, N, 2]
  const growth = b.minimum([half(2), b.scalar(MOST_GROWTH)]);
  const reach = b.scale([b.mul([b.exp([growth]), size])], { factor: 0.5 });
  return b.concat([b.sub([moved, reach]), b.add([moved, reach])], { axis: 2 });
}
