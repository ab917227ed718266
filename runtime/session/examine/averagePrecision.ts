/**
 * How well things are found: average precision at an overlap (IoU) of one half. Everingham et al. 2010,
 * section 4.2, with the area under the whole curve, as VOC has it from 2010 on (Everingham et al. 2015).
 */
import type { Box } from '../../examinations';

export interface Found extends Box {
  readonly score: number;
}

/** The things of one picture. */
export interface Scene {
  readonly real: readonly Box[];
  readonly found: readonly Found[];
}

const OVERLAP = 0.5;

/** Area that two boxes share over the area that they cover together; 0 where neither has any. */
export function overlapOf(a: Box, b: Box): number {
  const along = (x: number, width: number, y: number, height: number) =>
    Math.max(0, Math.min(x + width / 2, y + height / 2) - Math.max(x - width / 2, y - height / 2));
  const shared = along(a.x, a.width, b.x, b.width) * along(a.y, a.height, b.y, b.height);
  const union = a.width * a.height + b.width * b.height - shared;
  return union > 0 ? shared / union : 0;
}

/**
 * Which of the found things of a class are right, in their order of `found`: from the surest on, each
 * takes the real thing that it covers best; one that covers it too little, or comes second, is wrong.
 */
export function matchFound({ real, found }: Scene, label: number): ReadonlyMap<Found, boolean> {
  const wanted = real.filter((box) => box.label === label);
  const taken = new Set<Box>();
  const matched = new Map<Found, boolean>();
  for (const each of bySureness(found.filter((box) => box.label === label))) {
    let best: Box | null = null;
    let overlap = 0;
    for (const box of wanted) {
      const covered = overlapOf(each, box);
      if (covered > overlap) [best, overlap] = [box, covered];
    }
    const right = best !== null && overlap >= OVERLAP && !taken.has(best);
    if (right && best) taken.add(best);
    matched.set(each, right);
  }
  return matched;
}

/** Of one class, over all pictures; null where the class is in none. */
export function averagePrecision(scenes: readonly Scene[], label: number): number | null {
  const objects = scenes.flatMap(({ real }) => real.filter((box) => box.label === label)).length;
  if (objects === 0) return null;
  const all = scenes.flatMap((scene) =>
    [...matchFound(scene, label)].map(([{ score }, right]) => ({ score, right })),
  );
  const curve: { recall: number; precision: number }[] = [];
  let right = 0;
  for (const [rank, each] of bySureness(all).entries()) {
    if (each.right) right++;
    curve.push({ recall: right / objects, precision: right / (rank + 1) });
  }
  let area = 0;
  // From the end: at each recall the best precision at this one or a larger one.
  let best = 0;
  for (let rank = curve.length - 1; rank >= 0; rank--) {
    best = Math.max(best, curve[rank].precision);
    const before = rank === 0 ? 0 : curve[rank - 1].recall;
    area += (curve[rank].recall - before) * best;
  }
  return area;
}

/** The surest first; of equal ones in their order. */
function bySureness<T extends { readonly score: number }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => b.score - a.score);
}
