/** Looks at examples that are held out of training: on the way, and at the end. */
import type { Diagnostic } from '../graph/diagnostics';
import type { Metric } from '../graph/document';
import { isBetter } from '../graph/metric';
import type { TrainEvent, TrainSummary } from '../protocol';
import type { SessionContext } from './context';
import { evaluate } from './evaluate';
import { type Means, measureMeans } from './measureMeans';
import type { Training } from './prepareTraining';
import type { AnswerScoring, MeanScoring } from './scoring';
import type { Turns } from './turnstile';

/** Examples that a validation looks at. */
const VALIDATION = { usual: 512, written: 64 } as const;

export interface HeldOutOptions {
  readonly context: SessionContext;
  readonly training: Training;
  readonly turns: Turns;
  readonly post: (event: TrainEvent) => void;
}

/** Tells loss and metric after so many steps, and keeps the best. A problem where they are no numbers. */
export async function validate(options: HeldOutOptions, step: number): Promise<Diagnostic | null> {
  const { context, training, post } = options;
  const { scoring, dataset, evaluation, experiment } = training;
  const writes = scoring.by === 'answers' && scoring.generated !== null;
  const wanted = writes ? VALIDATION.written : VALIDATION.usual;
  // At least one whole batch, where the split has one.
  const limit = Math.min(Math.max(wanted, evaluation.batch), dataset.validation.size);
  if (limit === 0) return null;
  const answered =
    scoring.by === 'answers' ? await score(options, scoring, 'validation', limit) : null;
  if (answered?.stopped) return null;
  if (answered && !answered.finite) return notFiniteAnswer();
  const means = await measure(options, 'validation', limit);
  if (!means || means.stopped) return null;
  const metric = answered?.metric ?? (scoring.by === 'mean' ? metricOf(scoring, means) : null);
  if (!Number.isFinite(means.loss) || (metric && !Number.isFinite(metric.value))) {
    return notFiniteAnswer();
  }
  const { weights } = context;
  const before = weights.best?.metric.value ?? Number.NaN;
  const best = metric !== null && isBetter(metric.kind, metric.value, before);
  if (metric && best) {
    weights.keepBest({ step, metric, dataset: dataset.id }, experiment.keepBest ?? false);
  }
  post({ kind: 'validation', step, loss: means.loss, metric, best });
  return null;
}

/** What came of a test. */
export type Tested =
  | { readonly kind: 'tested'; readonly test: NonNullable<TrainSummary['test']> }
  /** There are no examples, or nothing to measure. */
  | { readonly kind: 'none' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly problem: Diagnostic };

/** Over the whole test set. */
export async function testAll(options: HeldOutOptions): Promise<Tested> {
  const { training, post } = options;
  const { scoring, dataset } = training;
  const total = dataset.test.size;
  const onProgress = (done: number) => post({ kind: 'testing', done, total });
  if (total === 0) return { kind: 'none' };
  const found =
    scoring.by === 'answers'
      ? await score(options, scoring, 'test', total, onProgress)
      : await measure(options, 'test', total, onProgress);
  if (!found) return { kind: 'none' };
  if (found.stopped) return { kind: 'stopped' };
  const metric =
    'metric' in found ? found.metric : scoring.by === 'mean' ? metricOf(scoring, found) : null;
  if (!metric) return { kind: 'none' };
  const finite = Number.isFinite(metric.value) && (!('finite' in found) || found.finite);
  if (!finite) return { kind: 'failed', problem: notFiniteAnswer() };
  return { kind: 'tested', test: { metric, examples: found.examples } };
}

async function score(
  { context, training, turns }: HeldOutOptions,
  scoring: AnswerScoring,
  split: 'validation' | 'test',
  limit: number,
  onProgress?: (done: number) => void,
) {
  const { backend, weights } = context;
  const { predict } = training.evaluation;
  if (!predict) return null;
  weights.fit(predict.plan.program, weights.seed);
  const found = await evaluate({
    tf: backend.tf,
    executor: predict,
    weights,
    scoring,
    split: training.dataset[split],
    limit,
    turns,
    onProgress,
  });
  await backend.faults.check();
  const metric: Metric = { kind: scoring.kind, value: found.value };
  return { ...found, metric };
}

function measure(
  { context, training, turns }: HeldOutOptions,
  split: 'validation' | 'test',
  limit: number,
  onProgress?: (done: number) => void,
): Promise<Means | null> {
  const { evaluation, dataset, experiment } = training;
  return measureMeans(context, {
    executorOf: evaluation.executorOf,
    batch: evaluation.batch,
    split: dataset[split],
    limit,
    seed: experiment.seed,
    turns,
    onProgress,
  });
}

function metricOf({ kind, metric, factor }: MeanScoring, { loss, metrics }: Means): Metric {
  const mean = metric === null ? loss : (metrics.get(metric) ?? Number.NaN);
  return { kind, value: factor * mean };
}

export function notFiniteAnswer(): Diagnostic {
  return {
    code: 'train/not-finite',
    severity: 'error',
    message: 'The model answers with something that is not a number, so no figure is shown.',
    hint: 'Lower the learning rate and train again.',
    at: {},
  };
}
