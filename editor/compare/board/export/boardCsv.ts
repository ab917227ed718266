/**
 * Results as CSV (RFC 4180): one file with a row for each training, one with a row for each point of
 * its curves. Both can be joined by variant, fingerprint and seed.
 */
import type { GraphDocument, RunRecord } from '../../../../runtime/index';
import { variantTitle } from '../../../commands/variants';
import { contestantOf, contestantsOf } from '../contestants';
import { runsOf } from '../runRecords';

type Cell = string | number | null;

/** One row a training. `version` is that of Patchbay. */
export function runsCsv(whole: GraphDocument, version: string): string {
  const head = [
    'variant',
    'variant_id',
    'seed',
    'fingerprint',
    'current',
    'status',
    'problem',
    'dataset',
    'steps',
    'seconds',
    'parameters',
    'step_flops',
    'peak_bytes',
    'final_loss',
    'best_metric',
    'best_value',
    'best_step',
    'test_metric',
    'test_value',
    'backend',
    'saved',
    'patchbay_version',
  ];
  const rows = ordered(whole).map((run): readonly Cell[] => {
    const contestant = contestantOf(whole, run.variant);
    const current = contestant?.fingerprint === run.fingerprint;
    const failed = run.status === 'failed';
    return [
      variantTitle(whole, run.variant),
      run.variant,
      run.seed,
      run.fingerprint,
      current ? 'yes' : 'no',
      run.status,
      run.problem ?? null,
      // What it was before an edit is not known any more.
      current ? contestant.experiment.dataset : null,
      run.steps,
      run.seconds,
      run.parameters,
      run.stepFlops,
      run.peakBytes,
      failed ? null : run.loss,
      run.best?.kind ?? null,
      run.best?.value ?? null,
      run.best?.step ?? null,
      run.test?.kind ?? null,
      run.test?.value ?? null,
      run.backend,
      new Date(run.saved).toISOString(),
      version,
    ];
  });
  return toCsv([head, ...rows]);
}

/** One row a point. `split` is `train` or `held-out`; `step` counts the steps done. */
export function curvesCsv(whole: GraphDocument): string {
  const head = [
    'variant',
    'variant_id',
    'seed',
    'fingerprint',
    'split',
    'step',
    'loss',
    'metric',
    'metric_value',
    'seconds',
  ];
  const rows = ordered(whole).flatMap((run): (readonly Cell[])[] => {
    const name = [variantTitle(whole, run.variant), run.variant, run.seed, run.fingerprint];
    const { curve, validation } = run;
    return [
      ...curve.step.map((step, at) => [
        ...name,
        'train',
        step + 1,
        curve.loss[at],
        null,
        null,
        curve.seconds[at],
      ]),
      ...validation.step.map((step, at) => [
        ...name,
        'held-out',
        step,
        validation.loss[at],
        run.best?.kind ?? null,
        validation.metric[at] ?? null,
        null,
      ]),
    ];
  });
  return toCsv([head, ...rows]);
}

/** What the table is made of: by variant, in their order, then by seed. */
function ordered(whole: GraphDocument): readonly RunRecord[] {
  return contestantsOf(whole).flatMap(({ id, fingerprint }) => {
    const { current, former } = runsOf(whole.results ?? [], id, fingerprint);
    return [...current, ...former];
  });
}

function toCsv(rows: readonly (readonly Cell[])[]): string {
  return `${rows.map((row) => row.map(toCell).join(',')).join('\r\n')}\r\n`;
}

function toCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // A spreadsheet would take it for a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
