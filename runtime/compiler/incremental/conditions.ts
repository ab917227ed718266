/** What must hold of a mask for the cache to be right: no place looks at later ones. */
import { sizeOf } from '../../graph/types';
import { aroundTime, type TimeAxis } from './timeAxis';

/** A mask or a factor that no written token changes is false, or 0, from each place to all later ones. */
export interface Condition {
  /** Its id in the whole program. */
  readonly value: number;
  /** The places that look. */
  readonly row: TimeAxis;
  /** The places that are looked at. */
  readonly ahead: TimeAxis;
  /** Each place looks at one at least: where all is hidden, weights of attention spread over all. */
  readonly everyRow: boolean;
}

/** One of these must hold. */
export interface Requirement {
  readonly anyOf: readonly Condition[];
}

/** Whether it does, for the values of a mask, row-major. */
export function holds(
  { row, ahead, everyRow }: Condition,
  values: ArrayLike<number>,
  shape: readonly number[],
  places: number,
): boolean {
  const [, , rowStep] = aroundTime(shape, row, places);
  const [, , aheadStep] = aroundTime(shape, ahead, places);
  const count = sizeOf(shape);
  // All elements that differ in the place looked at alone: one row.
  const seen = new Set<number>();
  for (let at = 0; at < count; at++) {
    if (values[at] === 0) continue;
    const from = Math.floor(at / rowStep) % places;
    const to = Math.floor(at / aheadStep) % places;
    if (to > from) return false;
    seen.add(at - to * aheadStep);
  }
  return !everyRow || seen.size === count / places;
}
