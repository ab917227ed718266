/** What came of a training as a record of the document, and which records are of what a variant is now. */
import {
  MAX_RESULTS,
  type Metric,
  type RunRecord,
  type TrainPoint,
  type TrainSummary,
} from '../../../runtime/index';
import type { TrainProgress, Validation } from '../../store/session';

/** Points of a curve that are kept. */
const MAX_KEPT = 120;

export interface Outcome {
  /** Id of the variant, or `BASE`. */
  readonly variant: string;
  readonly fingerprint: string;
  readonly seed: number;
  readonly backend: string;
  readonly progress: TrainProgress;
  /** Null where it failed. */
  readonly summary: TrainSummary | null;
  /** Why it failed, in words. */
  readonly problem: string | null;
  /** What is told where there is no summary. */
  readonly cost: Pick<RunRecord, 'parameters' | 'stepFlops' | 'peakBytes'>;
  /** Milliseconds since 1970. */
  readonly saved: number;
}

export function toRecord(outcome: Outcome): RunRecord {
  const { progress, summary, problem, cost, ...rest } = outcome;
  // What is not a number is no part of a curve: there, it would look as if nothing were wrong.
  const points = thinned(progress.points.filter(({ loss }) => Number.isFinite(loss)));
  const validations = thinned(progress.validations.filter(({ loss }) => Number.isFinite(loss)));
  const last = progress.points.at(-1);
  const best = summary ? summary.best : bestOf(progress.validations);
  const metrics = validations.flatMap(({ metric }) => (metric ? [metric.value] : []));
  return {
    ...rest,
    status: summary ? (summary.stopped ? 'stopped' : 'done') : 'failed',
    ...(problem !== null && { problem }),
    steps: summary?.steps ?? progress.step,
    seconds: rounded(summary?.seconds ?? last?.seconds ?? 0),
    parameters: summary?.parameters ?? cost.parameters,
    stepFlops: summary?.stepFlops ?? cost.stepFlops,
    peakBytes: summary?.peakBytes ?? cost.peakBytes,
    loss: finite(summary?.loss ?? last?.loss ?? 0),
    ...(summary?.test && { test: kept(summary.test.metric) }),
    ...(best && { best: { ...kept(best.metric), step: best.step } }),
    curve: {
      step: points.map(({ step }) => step),
      loss: points.map(({ loss }) => rounded(loss)),
      seconds: points.map(({ seconds }) => rounded(seconds)),
    },
    validation: {
      step: validations.map(({ step }) => step),
      loss: validations.map(({ loss }) => rounded(loss)),
      metric: metrics.length === validations.length ? metrics.map(rounded) : [],
    },
  };
}

function bestOf(validations: readonly Validation[]): TrainSummary['best'] {
  const best = validations.findLast(({ best, metric }) => best && metric !== null);
  return best?.metric ? { step: best.step, metric: best.metric } : null;
}

const kept = ({ kind, value }: Metric): Metric => ({ kind, value: finite(value) });

/** A document holds numbers alone. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function rounded(value: number): number {
  return Number(finite(value).toPrecision(6));
}

/** At most `MAX_KEPT`, evenly spread, the first and the last among them. */
function thinned<T extends TrainPoint | Validation>(all: readonly T[]): readonly T[] {
  const { length } = all;
  if (length <= MAX_KEPT) return all;
  return Array.from(
    { length: MAX_KEPT },
    (_, at) => all[Math.round((at * (length - 1)) / (MAX_KEPT - 1))],
  );
}

/**
 * Results with one more. Of the variant's other graphs and experiments those of the last one stay, for
 * when an edit is undone. A training that was stopped, or failed before its first step, takes no result
 * away.
 */
export function withRecord(results: readonly RunRecord[], record: RunRecord): readonly RunRecord[] {
  const { variant, fingerprint, seed } = record;
  const isSame = (each: RunRecord) =>
    each.variant === variant && each.fingerprint === fingerprint && each.seed === seed;
  const isOtherSeed = (each: RunRecord) => each.fingerprint === fingerprint && each.seed !== seed;
  if (!isSettled(record) && results.some((each) => isSame(each) && each.status === 'done'))
    return results;
  const former = newest(
    results.filter((each) => each.variant === variant && each.fingerprint !== fingerprint),
  )?.fingerprint;
  const others = results.filter(
    (each) => each.variant !== variant || each.fingerprint === former || isOtherSeed(each),
  );
  return [...others, record].slice(-MAX_RESULTS);
}

function newest(results: readonly RunRecord[]): RunRecord | undefined {
  return results.toSorted((a, b) => a.saved - b.saved).at(-1);
}

export interface VariantRuns {
  /** Of what the variant is now, by seed. */
  readonly current: readonly RunRecord[];
  /**
   * Of what it was when it was trained last; told only where there is none of now. What failed before
   * its first step is nothing to remember.
   */
  readonly former: readonly RunRecord[];
}

export function runsOf(
  results: readonly RunRecord[],
  variant: string,
  fingerprint: string,
): VariantRuns {
  const own = results.filter((each) => each.variant === variant).sort((a, b) => a.seed - b.seed);
  const current = own.filter((each) => each.fingerprint === fingerprint);
  const last = newest(own)?.fingerprint;
  const former = own.filter((each) => each.fingerprint === last && each.steps > 0);
  return { current, former: current.length > 0 ? [] : former };
}

/**
 * Trained to its end, or as far as it can be. One that failed before its first step, as without its
 * data, may do better.
 */
export function isSettled({ status, steps }: RunRecord): boolean {
  return status === 'done' || (status === 'failed' && steps > 0);
}

/** Mean with the sample standard deviation, which needs two values. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number | null;
  readonly count: number;
}

/** Null for no values. */
export function spreadOf(values: readonly number[]): Spread | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, deviation: null, count };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (count - 1)), count };
}
