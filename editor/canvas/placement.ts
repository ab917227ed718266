/** Finds a free place for what is added without a pointer. */
import { overlaps, type Point, type Rect } from './geometry';

const STEP = 24;
const GAP = 24;

/** The free place nearest to `centre`, as a top left corner: whole rings of steps are tried. */
export function freePlace(
  taken: readonly Rect[],
  size: { readonly width: number; readonly height: number },
  centre: Point,
): Point {
  const start = {
    x: Math.round(centre.x - size.width / 2),
    y: Math.round(centre.y - size.height / 2),
  };
  const { width, height } = size;
  const isFree = (place: Point) =>
    !taken.some((rect) => overlaps({ ...place, width, height }, rect, GAP));
  if (isFree(start)) return start;
  for (let ring = 1; ring <= 80; ring++) {
    let best: Point | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (let step = -ring; step <= ring; step++) {
      for (const [dx, dy] of [
        [step, ring],
        [step, -ring],
        [ring, step],
        [-ring, step],
      ]) {
        const place = { x: start.x + dx * STEP, y: start.y + dy * STEP };
        const far = Math.hypot(dx, dy);
        if (far < least && isFree(place)) {
          best = place;
          least = far;
        }
      }
    }
    if (best) return best;
  }
  return start;
}
