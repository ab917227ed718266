/** Puts a block into a wire: what comes after it moves on, as far as is needed. */
import type { Position } from '../../runtime/index';
import { fromFlowPoint, type Point, toFlowPoint, toFlowRect } from './geometry';
import type { Scene, Wire } from './scene';

/** Free length of wire before and behind the new block, px. */
const GAP = 46;

export interface Room {
  /** Top left corner of the new block. */
  readonly position: Position;
  /** New places of the blocks that move. */
  readonly moved: Readonly<Record<string, Position>>;
}

/** Where a block of `size` goes on `wire`; null for a wire that runs back or has no length. */
export function makeRoom(
  scene: Scene,
  wire: Wire,
  size: { readonly width: number; readonly height: number },
): Room | null {
  const { direction } = scene;
  const ends = [wire.corners[0], wire.corners[wire.corners.length - 1]];
  const [from, to] = ends.map((corner) => toFlowPoint(corner, direction));
  if (to.u - from.u < 8) return null;
  const long = direction === 'right' ? size.width : size.height;
  const missing = Math.max(0, long + 2 * GAP - (to.u - from.u));
  const middle = fromFlowPoint({ u: (from.u + to.u + missing) / 2, v: to.v }, direction);
  const step = fromFlowPoint({ u: missing, v: 0 }, direction);
  const moved = scene.boxes.flatMap((box): [string, Point][] => {
    const own = box.kind === 'block' || box.kind === 'unresolved';
    if (!own || missing === 0 || toFlowRect(box.rect, direction).u0 < to.u - 1) return [];
    return [[box.id, { x: box.rect.x + step.x, y: box.rect.y + step.y }]];
  });
  return {
    position: { x: middle.x - size.width / 2, y: middle.y - size.height / 2 },
    moved: Object.fromEntries(moved),
  };
}
