/** Round numbers along an axis. */

/** Round numbers from below `least` to above `most`: 1, 2 or 5 times a power of ten apart. */
export function niceTicks(least: number, most: number, count: number): readonly number[] {
  const rough = (most - least) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10);
  const first = Math.floor(least / step);
  const last = Math.ceil(most / step);
  return Array.from({ length: last - first + 1 }, (_, at) =>
    Number(((first + at) * step).toPrecision(12)),
  );
}

/** On a logarithmic axis, within its ends: powers of ten, with what lies between where those are few. */
export function logTicks(least: number, most: number): readonly number[] {
  const first = Math.floor(Math.log10(least));
  const last = Math.ceil(Math.log10(most));
  const powers = Array.from({ length: last - first + 1 }, (_, at) => 10 ** (first + at));
  const within = (ticks: readonly number[]) =>
    ticks
      .map((each) => Number(each.toPrecision(12)))
      .filter((each) => each >= least && each <= most);
  const tens = within(powers);
  if (tens.length > 2) return tens;
  const between = within(powers.flatMap((power) => [power, 2 * power, 5 * power]));
  return between.length > 1 ? between : within(niceTicks(least, most, 4));
}
