/** The board's table as data: one row a variant, with what it costs and what came of it. */
import {
  type GraphDocument,
  isBetter,
  type MetricKind,
  peakBytesOn,
  type RunRecord,
} from '../../../runtime/index';
import { variantTitle } from '../../commands/variants';
import { metricText } from '../../lab/metricWords';
import { analysisOf } from '../../store/selectors';
import { diffOf } from '../diffOf';
import { type BoardState, isLaneBusy, type Lane, laneOf, laneProgress } from './boardState';
import { type Contestant, isTrainable, knownEstimateOf } from './contestants';
import { runsOf, type Spread, spreadOf } from './runRecords';

export interface MetricCell extends Spread {
  readonly kind: MetricKind;
  /** Best of all rows with this figure; `tie` where others show the same. */
  readonly mark: 'best' | 'tie' | null;
}

export interface BoardRow {
  readonly id: string;
  readonly slot: string;
  /** Place among all variants, which gives its colour and line. */
  readonly place: number;
  readonly title: string;
  /** What it changes in the base, in words; null for the base. */
  readonly words: readonly string[] | null;
  readonly contestant: Contestant;
  readonly trainable: boolean;
  /** The first error of its graph. */
  readonly problem: string | null;
  /** Null until they are known. */
  readonly parameters: number | null;
  readonly flops: number | null;
  readonly macs: number | null;
  readonly bytes: number | null;
  readonly stepMs: number | null;
  readonly steps: number | null;
  readonly seconds: number | null;
  /** Trainings that came to their end. */
  readonly ended: number;
  /** Of the last step, by seed. */
  readonly loss: Spread | null;
  /** The best validations, and what the test sets gave. */
  readonly best: MetricCell | null;
  readonly test: MetricCell | null;
  /** What the figures are of; of before an edit where `former`. */
  readonly runs: readonly RunRecord[];
  readonly former: boolean;
  readonly lane: Lane | null;
  /** Trained on other data than the base. */
  readonly otherData: boolean;
  /** Why its figures should not be compared with those of the base. */
  readonly warning: string | null;
}

interface Options {
  readonly whole: GraphDocument;
  readonly contestants: readonly Contestant[];
  readonly board: BoardState;
  /** Name of the backend, for what a step takes there. */
  readonly backend: string | undefined;
  readonly slotOf: (id: string) => string;
}

export function boardRows({ whole, contestants, board, backend, slotOf }: Options) {
  const { results = [] } = whole;
  const [base] = contestants;
  const rows = contestants.map((contestant, place): BoardRow => {
    const { id, fingerprint } = contestant;
    const { current, former } = runsOf(results, id, fingerprint);
    const runs = [...current, ...former];
    const ended = runs.filter(({ status }) => status === 'done');
    const slot = slotOf(id);
    const lane = laneOf(board, slot);
    const training = knownEstimateOf(contestant)?.training ?? null;
    const live = lane && isLaneBusy(lane) ? laneProgress(lane) : null;
    return {
      id,
      slot,
      place,
      title: variantTitle(whole, id),
      words: diffOf(whole, id)?.words.map(({ text }) => text) ?? null,
      contestant,
      trainable: isTrainable(contestant),
      problem:
        analysisOf(contestant.document).diagnostics.find(({ severity }) => severity === 'error')
          ?.message ?? null,
      parameters: training?.total.params ?? runs[0]?.parameters ?? null,
      flops: training?.total.flops ?? runs[0]?.stepFlops ?? null,
      macs: training?.total.macs ?? null,
      bytes: training ? peakBytesOn(training.plan, backend) : (runs[0]?.peakBytes ?? null),
      stepMs: live && live.stepMs > 0 ? live.stepMs : meanStepMs(runs),
      steps: live ? live.step : (runs.at(-1)?.steps ?? null),
      seconds:
        spreadOf((ended.length > 0 ? ended : runs).map(({ seconds }) => seconds))?.mean ?? null,
      ended: ended.length,
      loss: spreadOf(ended.map(({ loss }) => loss)),
      best: cellOf(ended.flatMap(({ best }) => best ?? [])),
      test: cellOf(ended.flatMap(({ test }) => test ?? [])),
      runs,
      former: former.length > 0,
      lane,
      otherData: contestant.experiment.dataset !== base.experiment.dataset,
      warning: warningOf(contestant, base),
    };
  });
  return withMarks(withMarks(rows, 'best'), 'test');
}

export type Measures = Pick<BoardRow, 'best' | 'test' | 'stepMs' | 'seconds'>;

/**
 * What the measured figures of a row are set against: those of the base, null for each that would
 * mislead. Figures of other data are of another task, and half a training takes less time.
 */
export function measuresBeside(row: BoardRow, base: BoardRow | null): Measures {
  const isLive = [row, base].some((each) => each?.lane && isLaneBusy(each.lane));
  const isWhole = row.ended > 0 && base !== null && base.ended > 0;
  return {
    best: row.otherData ? null : (base?.best ?? null),
    test: row.otherData ? null : (base?.test ?? null),
    // What is measured while it trains is not steady yet.
    stepMs: isLive ? null : (base?.stepMs ?? null),
    seconds: isWhole ? base.seconds : null,
  };
}

function meanStepMs(runs: readonly RunRecord[]): number | null {
  const each = runs.flatMap(({ seconds, steps }) => (steps > 0 ? [(1000 * seconds) / steps] : []));
  return spreadOf(each)?.mean ?? null;
}

function cellOf(metrics: readonly { kind: MetricKind; value: number }[]): MetricCell | null {
  const [first] = metrics;
  const same = metrics.filter(({ kind }) => kind === first?.kind);
  const spread = spreadOf(same.map(({ value }) => value));
  return first && spread ? { ...spread, kind: first.kind, mark: null } : null;
}

/** The best figure of a column; one of before an edit or of other data is no competitor. */
function withMarks(rows: readonly BoardRow[], column: 'best' | 'test'): readonly BoardRow[] {
  const competes = ({ former, otherData }: BoardRow) => !former && !otherData;
  const cells = rows.flatMap((row) => (competes(row) ? (row[column] ?? []) : []));
  const [first] = cells;
  if (!first || cells.length < 2 || cells.some(({ kind }) => kind !== first.kind)) return rows;
  const best = cells.reduce((one, other) =>
    isBetter(first.kind, other.mean, one.mean) ? other : one,
  );
  const text = meanText(best);
  const alike = cells.filter((cell) => meanText(cell) === text);
  // Where all are alike there is none to tell from the others.
  if (alike.length === cells.length) return rows;
  const mark = alike.length > 1 ? 'tie' : 'best';
  return rows.map((row) => {
    const cell = row[column];
    return cell && alike.includes(cell) ? { ...row, [column]: { ...cell, mark } } : row;
  });
}

export function meanText({ kind, mean }: Pick<MetricCell, 'kind' | 'mean'>): string {
  return metricText({ kind, value: mean });
}

function warningOf({ experiment }: Contestant, base: Contestant): string | null {
  const other = base.experiment;
  if (experiment.dataset !== other.dataset) return 'Trained on other data: not comparable';
  const budget = (['steps', 'epochs', 'seconds'] as const).some(
    (name) => experiment[name] !== other[name],
  );
  const batch = experiment.batchSize !== other.batchSize;
  if (budget && batch) return 'Other batch and budget than the base';
  if (batch) return 'Other batch than the base: it sees more or fewer examples in a step';
  return budget ? 'Other budget than the base' : null;
}

export type SortKey =
  | 'title'
  | 'parameters'
  | 'flops'
  | 'bytes'
  | 'stepMs'
  | 'steps'
  | 'best'
  | 'test'
  | 'seconds';

export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Rows without a figure come last. */
export function sortedRows(
  rows: readonly BoardRow[],
  sorting: Sorting | null,
): readonly BoardRow[] {
  if (!sorting) return rows;
  const { key, descending } = sorting;
  const sign = descending ? -1 : 1;
  if (key === 'title') {
    return rows.toSorted(
      (a, b) => sign * a.title.localeCompare(b.title, undefined, { numeric: true }),
    );
  }
  const figureOf = (row: BoardRow): number | null => {
    const value = row[key];
    return typeof value === 'object' ? (value?.mean ?? null) : value;
  };
  return rows.toSorted((a, b) => {
    const [one, other] = [figureOf(a), figureOf(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return sign * (one - other);
  });
}
