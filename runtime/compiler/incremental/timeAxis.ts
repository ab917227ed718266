/** Where the places of a text lie in a value, also after axes were merged, split and moved. */
import { sizeOf } from '../../graph/types';

/** The places lie along axis `axis`, which is to be seen as [outer, places, inner]. */
export interface TimeAxis {
  readonly axis: number;
  readonly outer: number;
  readonly inner: number;
}

export function sameTime(a: TimeAxis, b: TimeAxis): boolean {
  return a.axis === b.axis && a.outer === b.outer && a.inner === b.inner;
}

/** Shape of one place of a value. */
export function rowShape(
  shape: readonly number[],
  { axis, outer, inner }: TimeAxis,
): readonly number[] {
  return shape.with(axis, outer * inner);
}

/** The value as [before, places, after]: all that lies around the places, merged. */
export function aroundTime(
  shape: readonly number[],
  { axis, outer, inner }: TimeAxis,
  places: number,
): readonly [before: number, places: number, after: number] {
  const before = sizeOf(shape.slice(0, axis)) * outer;
  return [before, places, inner * sizeOf(shape.slice(axis + 1))];
}

/** The time axis of the same elements in the same order under another shape; null where it was cut. */
export function reshapeTime(
  from: readonly number[],
  time: TimeAxis,
  to: readonly number[],
  places: number,
): TimeAxis | null {
  const [before, , after] = aroundTime(from, time, places);
  for (let axis = 0; axis < to.length; axis++) {
    const outer = before / sizeOf(to.slice(0, axis));
    const inner = after / sizeOf(to.slice(axis + 1));
    const isWhole = Number.isInteger(outer) && Number.isInteger(inner);
    if (isWhole && outer * places * inner === to[axis]) return { axis, outer, inner };
  }
  return null;
}

/** Everything in a shape that could be a time axis. */
export function possibleTimes(shape: readonly number[], places: number): TimeAxis[] {
  return shape.flatMap((size, axis) => {
    const rest = size / places;
    if (!Number.isInteger(rest)) return [];
    const times: TimeAxis[] = [];
    for (let outer = 1; outer <= rest; outer++) {
      if (rest % outer === 0) times.push({ axis, outer, inner: rest / outer });
    }
    return times;
  });
}
