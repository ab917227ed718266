/** Curves of variants over one axis: a mean over the seeds, with the least and the most of them. */
import type { MetricKind, RunRecord } from '../../../runtime/index';
import type { BoardRow } from './boardRows';
import { isUnfinished, laneProgress } from './boardState';

export type Plot = 'loss' | 'held-out' | 'metric';
export type Axis = 'step' | 'time' | 'flops';

/** Of one training. Columns of equal lengths, `x` growing. */
export interface SeedCurve {
  readonly seed: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Its last value, as it was measured. */
  readonly end: number;
}

export interface RowCurves {
  readonly row: BoardRow;
  readonly seeds: readonly SeedCurve[];
  /** At the places of `BoardCurves.x`; null where no seed has a value. */
  readonly mean: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  /** Where the trainings ended, as it was measured: mean over the seeds; null where there is none. */
  readonly end: number | null;
  /** By seed, at the same places. */
  readonly single: readonly (readonly (number | null)[])[];
}

export interface BoardCurves {
  readonly x: readonly number[];
  readonly rows: readonly RowCurves[];
}

export interface CurveOptions {
  readonly plot: Plot;
  readonly axis: Axis;
  /** Share kept of the past from step to step, 0..1; of the training loss alone. */
  readonly smoothing: number;
}

/** Places at most: more cannot be told apart on a screen. */
const MAX_PLACES = 300;

/** What is kept of a training as columns, finished or under way. */
interface Columns {
  readonly seed: number;
  readonly flops: number;
  /** Steps taken. */
  readonly step: readonly number[];
  readonly loss: readonly number[];
  readonly seconds: readonly number[];
  readonly validation: {
    readonly step: readonly number[];
    readonly loss: readonly number[];
    readonly metric: readonly number[];
  };
}

export function boardCurves(rows: readonly BoardRow[], options: CurveOptions): BoardCurves {
  const seedsOf = rows.map((row) =>
    columnsOf(row).flatMap((columns) => {
      const curve = toSeedCurve(columns, options);
      return curve.x.length > 0 ? [curve] : [];
    }),
  );
  const x = placesOf(seedsOf.flat());
  return {
    x,
    rows: rows.map((row, at) => {
      const seeds = seedsOf[at];
      const single = seeds.map((curve) => x.map((place) => valueAt(curve, place)));
      const there = x.map((_, place) =>
        single.flatMap((values) => {
          const value = values[place];
          return value === null ? [] : [value];
        }),
      );
      const over = (fold: (values: readonly number[]) => number) =>
        there.map((values) => (values.length > 0 ? fold(values) : null));
      return {
        row,
        seeds,
        single,
        mean: over((values) => values.reduce((sum, each) => sum + each, 0) / values.length),
        end: seeds.length > 0 ? seeds.reduce((sum, { end }) => sum + end, 0) / seeds.length : null,
        low: over((values) => Math.min(...values)),
        high: over((values) => Math.max(...values)),
      };
    }),
  };
}

/** What the axis `metric` shows: the figure of the first row that has one; null where none has. */
export function plottedMetric(rows: readonly BoardRow[]): MetricKind | null {
  for (const { runs, lane } of rows) {
    const kind = runs.find(({ best }) => best)?.best?.kind;
    if (kind) return kind;
    const seen = lane && laneProgress(lane).validations.find(({ metric }) => metric)?.metric;
    if (seen) return seen.kind;
  }
  return null;
}

/** A training under way stands for the result that it replaces. */
function columnsOf({ runs, lane, flops }: BoardRow): readonly Columns[] {
  const live = lane && isUnfinished(lane) ? lane : null;
  const ended = runs.filter(({ seed }) => seed !== live?.seed).map(toColumns);
  if (!live) return ended;
  const { points, validations } = laneProgress(live);
  const metrics = validations.flatMap(({ metric }) => (metric ? [metric.value] : []));
  return [
    ...ended,
    {
      seed: live.seed,
      flops: flops ?? 0,
      step: points.map(({ step }) => step + 1),
      loss: points.map(({ loss }) => loss),
      seconds: points.map(({ seconds }) => seconds),
      validation: {
        step: validations.map(({ step }) => step),
        loss: validations.map(({ loss }) => loss),
        metric: metrics.length === validations.length ? metrics : [],
      },
    },
  ];
}

function toColumns({ seed, stepFlops, curve, validation }: RunRecord): Columns {
  const { step, loss, seconds } = curve;
  return { seed, flops: stepFlops, step: step.map((at) => at + 1), loss, seconds, validation };
}

function toSeedCurve(columns: Columns, { plot, axis, smoothing }: CurveOptions): SeedCurve {
  const { seed, step, loss, validation } = columns;
  if (plot === 'loss') {
    const y = smoothByStep(step, loss, smoothing);
    return {
      seed,
      x: step.map((at) => along(columns, axis, at)),
      y,
      end: loss.at(-1) ?? Number.NaN,
    };
  }
  const y = plot === 'metric' ? validation.metric : validation.loss;
  const x = validation.step.slice(0, y.length).map((at) => along(columns, axis, at));
  return { seed, x, y, end: y.at(-1) ?? Number.NaN };
}

/** A number of steps on an axis. */
function along({ flops, step, seconds }: Columns, axis: Axis, at: number): number {
  if (axis === 'step') return at;
  if (axis === 'flops') return at * flops;
  return valueAt({ x: step, y: seconds }, Math.min(at, step.at(-1) ?? at)) ?? 0;
}

/**
 * Exponential moving average as in the lab, corrected at the start (Kingma & Ba 2015, section 3). A
 * curve of which some steps alone are kept forgets as much from one to the next as that many steps.
 */
export function smoothByStep(
  step: readonly number[],
  values: readonly number[],
  weight: number,
): readonly number[] {
  if (weight <= 0) return values;
  let mean = 0;
  let correction = 0;
  return values.map((value, at) => {
    const share = weight ** Math.max(1, at > 0 ? step[at] - step[at - 1] : 1);
    mean = share * mean + (1 - share) * value;
    correction = share * correction + (1 - share);
    return mean / correction;
  });
}

/** All places at which a curve has a value; evenly thinned where they are many. */
function placesOf(curves: readonly SeedCurve[]): readonly number[] {
  const all = [...new Set(curves.flatMap(({ x }) => x))].sort((a, b) => a - b);
  if (all.length <= MAX_PLACES) return all;
  return Array.from(
    { length: MAX_PLACES },
    (_, at) => all[Math.round((at * (all.length - 1)) / (MAX_PLACES - 1))],
  );
}

/** Between its points in a line; null before the first and after the last. */
export function valueAt({ x, y }: Pick<SeedCurve, 'x' | 'y'>, place: number): number | null {
  const last = x.length - 1;
  if (last < 0 || place < x[0] || place > x[last]) return null;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= place) low = middle;
    else high = middle;
  }
  if (x[high] === place || high === low) return x[high] === place ? y[high] : y[low];
  const share = (place - x[low]) / (x[high] - x[low]);
  return y[low] + share * (y[high] - y[low]);
}

/** Share of the values that an axis shows at least, and how far beyond them it may go. */
const [SHOWN, BEYOND] = [0.95, 3];

/**
 * Where the axis of the values ends at most: a curve that runs away for a while must not flatten all
 * others. Infinity where none does.
 */
export function topOf({ rows }: BoardCurves): number {
  const values = rows
    .flatMap(({ mean }) => mean.filter((value): value is number => value !== null))
    .sort((a, b) => a - b);
  const usual = values[Math.floor(SHOWN * (values.length - 1))] ?? 0;
  const most = values.at(-1) ?? 0;
  return usual > 0 && most > BEYOND * usual ? BEYOND * usual : Number.POSITIVE_INFINITY;
}
