/** Repeats an array along its axes. */

type Values = Float32Array | Int32Array | Uint8Array;

/** `values` [shape] -> `out` [shape[i] * reps[i]]; both row-major. */
export function tileArray(
  values: Values,
  shape: readonly number[],
  reps: readonly number[],
  out: Values,
): void {
  let from = values;
  // From the last axis to the first, so that what is copied is always one piece.
  let chunk = 1;
  let outer = values.length;
  let length = values.length;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    chunk *= shape[axis]!;
    outer /= shape[axis]!;
    const times = reps[axis]!;
    if (times === 1) continue;
    length *= times;
    const to = length === out.length ? out : out.slice(0, length);
    for (let index = 0; index < outer; index++) {
      repeat(from, index * chunk, to, index * chunk * times, chunk, times);
    }
    chunk *= times;
    from = to;
  }
  if (from !== out) out.set(from);
}

function repeat(
  from: Values,
  start: number,
  to: Values,
  at: number,
  size: number,
  times: number,
): void {
  const end = at + size * times;
  if (size === 1) {
    to.fill(from[start]!, at, end);
    return;
  }
  for (let i = 0; i < size; i++) to[at + i] = from[start + i]!;
  // What is written doubles with every copy.
  for (let done = size; at + done < end; done *= 2) {
    to.copyWithin(at + done, at, Math.min(at + done, end - done));
  }
}
