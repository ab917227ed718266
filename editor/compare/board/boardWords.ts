/** Figures of the board in words. */
import type { MetricKind } from '../../../runtime/index';
import { isShare, metricTitles } from '../../../runtime/index';
import { lossText, milliseconds, percent } from '../../lab/format';
import { metricText } from '../../lab/metricWords';
import { formatCount, formatExact } from '../../ui/format';
import type { Axis, Plot } from './boardCurves';
import type { BoardRow, MetricCell } from './boardRows';
import { isLaneBusy, laneProgress } from './boardState';
import type { Spread } from './runRecords';

/** "88.2 ± 0.4 % (3)": mean, sample standard deviation, trainings. */
export function spreadText(cell: MetricCell): string {
  const { kind, mean, deviation, count } = cell;
  const of = count > 1 ? ` (${count})` : '';
  if (isShare(kind) && Number.isFinite(mean)) {
    const spread = deviation === null ? '' : ` ± ${(100 * deviation).toFixed(1)}`;
    return `${(100 * mean).toFixed(1)}${spread} %${of}`;
  }
  if (deviation === null || !Number.isFinite(mean))
    return `${metricText({ kind, value: mean })}${of}`;
  if (kind === 'bleu') return `${mean.toFixed(1)} ± ${deviation.toFixed(1)}${of}`;
  return lossSpreadText({ mean, deviation, count });
}

/** "0.312 ± 0.004 (3)". */
export function lossSpreadText({ mean, deviation, count }: Spread): string {
  const of = count > 1 ? ` (${count})` : '';
  return deviation === null
    ? `${lossText(mean)}${of}`
    : `${lossText(mean)} ± ${Number(deviation.toPrecision(2))}${of}`;
}

/** "−12 %", "×8.1", "same": a figure beside that of the base; null where one is not known. */
export function ratioText(value: number | null, base: number | null): string | null {
  if (value === null || base === null || base === 0) return null;
  const ratio = value / base;
  if (ratio >= 10) return `×${Math.round(ratio)}`;
  if (ratio >= 2) return `×${ratio.toFixed(1)}`;
  const change = Math.round(100 * (ratio - 1));
  if (change === 0) return value === base ? 'same' : '< 1 %';
  return `${change > 0 ? '+' : '−'}${Math.abs(change)} %`;
}

/** "+2.1 points": a share beside that of the base, or else as `ratioText`. */
export function metricDifference(cell: MetricCell, base: MetricCell | null): string | null {
  if (!base || base.kind !== cell.kind) return null;
  if (!isShare(cell.kind)) return ratioText(cell.mean, base.mean);
  const points = Math.round(1000 * (cell.mean - base.mean)) / 10;
  if (points === 0) return 'same';
  return `${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)} points`;
}

export interface RowStatus {
  readonly tone: 'busy' | 'done' | 'muted' | 'error';
  readonly text: string;
  /** Said in full on hover. */
  readonly detail?: string;
}

export function rowStatus(row: BoardRow, seeds: number): RowStatus {
  const { lane, runs, former, trainable, problem, contestant } = row;
  if (lane && isLaneBusy(lane)) {
    const { state } = lane;
    const { step, steps } = laneProgress(lane);
    if (state.kind === 'starting') {
      return {
        tone: 'busy',
        text: state.phase === 'loading-data' ? 'Loading data' : 'Getting ready',
      };
    }
    if (state.kind === 'paused') return { tone: 'muted', text: `Paused at ${formatExact(step)}` };
    if (state.kind === 'training' && state.testing) {
      const { done, total } = state.testing;
      return { tone: 'busy', text: `Testing ${percent(done / Math.max(1, total))}` };
    }
    return { tone: 'busy', text: `Step ${formatExact(step)} of ${formatExact(steps)}` };
  }
  if (lane?.state.kind === 'interrupted') {
    return { tone: 'muted', text: `Interrupted at ${formatExact(laneProgress(lane).step)}` };
  }
  if (lane?.state.kind === 'failed') {
    const [problem] = lane.state.diagnostics;
    const stopped = problem?.code === 'run/stopped';
    if (stopped && runs.length === 0) return { tone: 'muted', text: 'Stopped' };
    // One that never began leaves the results of before; an edit may have mended it.
    if (!stopped && lane.fingerprint === contestant.fingerprint)
      return { tone: 'error', text: 'Failed', detail: problem?.message };
  }
  const failed = former ? undefined : runs.find(({ status }) => status === 'failed');
  if (failed) return { tone: 'error', text: 'Failed', detail: failed.problem };
  if (!trainable && problem !== null) {
    return { tone: 'error', text: 'Has a problem', detail: problem };
  }
  if (runs.length === 0) {
    return { tone: 'muted', text: trainable ? 'Not compared yet' : 'Has no loss to train on' };
  }
  if (former) return { tone: 'muted', text: 'Before your last edit' };
  const stopped = runs.find(({ status }) => status === 'stopped');
  if (stopped) return { tone: 'muted', text: `Stopped at ${formatExact(stopped.steps)}` };
  return runs.length < seeds
    ? { tone: 'muted', text: `${runs.length} of ${seeds} seeds` }
    : { tone: 'done', text: 'Done' };
}

export const axisTitles: Readonly<Record<Axis, string>> = {
  step: 'Step',
  time: 'Time',
  flops: 'Operations',
};

export function axisText(axis: Axis, value: number): string {
  // Below a second, marks of an axis lie closer than tenths.
  if (axis === 'time') return value === 0 ? '0' : milliseconds(1000 * value);
  return axis === 'step' ? formatExact(Math.round(value)) : formatCount(value);
}

export function plotTitle(plot: Plot, kind: MetricKind | null): string {
  if (plot === 'loss') return 'Training loss';
  if (plot === 'held-out' || kind === null) return 'Held-out loss';
  return `Held-out ${metricTitles[kind]}`;
}

export function plotText(plot: Plot, kind: MetricKind | null, value: number): string {
  return plot === 'metric' && kind ? metricText({ kind, value }) : lossText(value);
}
