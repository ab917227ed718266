/** Which place each tap of each sliding window looks at, over any number of axes of space. */
import { sizeOf } from '../../graph/types';
import { fail, printShape } from '../shapes';

export interface UnfoldAttrs {
  /** Sizes of the axes of space: [height, width]. */
  readonly spatial: readonly number[];
  /** Taps of a window along each axis. */
  readonly size: readonly number[];
  readonly strides: readonly number[];
  /** Distance of neighbouring taps. */
  readonly dilations: readonly number[];
  /** Zeros before and after each axis: [top, bottom, left, right]. */
  readonly padding: readonly number[];
}

export interface UnfoldSizes {
  /** Windows along each axis. */
  readonly steps: readonly number[];
  readonly places: number;
  readonly windows: number;
  readonly taps: number;
}

/** Numbers of places, windows and taps; throws `OpError` for attributes that make no windows. */
export function unfoldSizes(op: string, attrs: UnfoldAttrs): UnfoldSizes {
  const { spatial, size, strides, dilations, padding } = attrs;
  const rank = spatial.length;
  const isFit =
    rank > 0 &&
    [size, strides, dilations].every((list) => list.length === rank) &&
    padding.length === 2 * rank &&
    [...spatial, ...size, ...strides, ...dilations].every((n) => Number.isInteger(n) && n > 0) &&
    padding.every((n) => Number.isInteger(n) && n >= 0);
  if (!isFit) fail(op, `${JSON.stringify(attrs)} are no windows`);
  const steps = spatial.map((n, axis) => {
    const reach = (size[axis]! - 1) * dilations[axis]! + 1;
    const padded = n + padding[2 * axis]! + padding[2 * axis + 1]!;
    return Math.floor((padded - reach) / strides[axis]!) + 1;
  });
  if (steps.some((count) => count < 1)) {
    fail(op, `window ${printShape(size)} is larger than the padded input ${printShape(spatial)}`);
  }
  return { steps, places: sizeOf(spatial), windows: sizeOf(steps), taps: sizeOf(size) };
}

/** Place of each tap of each window, window by window; -1 outside. */
export const sourceOfTaps = onceEach((attrs) => {
  const { spatial, size, strides, dilations, padding } = attrs;
  const { steps } = unfoldSizes('unfold', attrs);
  return combine(steps, size, spatial, (axis, step, tap) => {
    const at = step * strides[axis]! + tap * dilations[axis]! - padding[2 * axis]!;
    return at >= 0 && at < spatial[axis]! ? at : -1;
  });
});

/** Row (window * taps + tap) that holds each place under each tap, tap by tap; -1 where none does. */
export const windowOfTaps = onceEach((attrs) => {
  const { spatial, size, strides, dilations, padding } = attrs;
  const { steps, taps } = unfoldSizes('fold', attrs);
  const windows = combine(size, spatial, steps, (axis, tap, place) => {
    const step = (place + padding[2 * axis]! - tap * dilations[axis]!) / strides[axis]!;
    return Number.isInteger(step) && step >= 0 && step < steps[axis]! ? step : -1;
  });
  const places = sizeOf(spatial);
  return windows.map((window, i) => (window < 0 ? -1 : window * taps + Math.floor(i / places)));
});

/** An instruction runs with the same attributes in each step: its numbers are worked out once. */
function onceEach(work: (attrs: UnfoldAttrs) => Int32Array): (attrs: UnfoldAttrs) => Int32Array {
  const known = new WeakMap<UnfoldAttrs, Int32Array>();
  return (attrs) => {
    const numbers = known.get(attrs) ?? work(attrs);
    known.set(attrs, numbers);
    return numbers;
  };
}

/** Whether a tap of some window lies outside. */
export function reachesOutside(attrs: UnfoldAttrs): boolean {
  const { spatial, size, strides, dilations, padding } = attrs;
  const { steps } = unfoldSizes('unfold', attrs);
  return spatial.some((n, axis) => {
    const before = padding[2 * axis]!;
    const last =
      (steps[axis]! - 1) * strides[axis]! + (size[axis]! - 1) * dilations[axis]! - before;
    return before > 0 || last >= n;
  });
}

/**
 * For each index of `outer`, and within it of `inner`: the row-major number in `sizes` of what `at`
 * tells of each axis, or -1 where it tells -1 of one.
 */
function combine(
  outer: readonly number[],
  inner: readonly number[],
  sizes: readonly number[],
  at: (axis: number, outer: number, inner: number) => number,
): Int32Array {
  const index = [...outer, ...inner].map(() => 0);
  const shape = [...outer, ...inner];
  const tables = sizes.map((_, axis) =>
    Int32Array.from({ length: outer[axis]! * inner[axis]! }, (_each, i) =>
      at(axis, Math.floor(i / inner[axis]!), i % inner[axis]!),
    ),
  );
  const out = new Int32Array(sizeOf(shape));
  for (let flat = 0; flat < out.length; flat++) {
    let number = 0;
    for (let axis = 0; axis < sizes.length && number >= 0; axis++) {
      const entry = index[axis]! * inner[axis]! + index[axis + outer.length]!;
      const place = tables[axis]![entry]!;
      number = place < 0 ? -1 : number * sizes[axis]! + place;
    }
    out[flat] = number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = index[axis]! + 1;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return out;
}
