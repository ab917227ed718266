/** Trainings that an earlier Patchbay kept on this computer, in today's form. */
import type { Metric, TrainPoint, TrainSummary } from '../../runtime/index';
import type { TrainProgress, Validation } from '../store/session';
import type { StoredTraining } from './storage';

/** Of before there were several figures of quality: shares of right answers alone. */
interface OldSummary {
  readonly testAccuracy: number | null;
  readonly testExamples: number;
  readonly accuracyName: string;
}

type Old<T> = Partial<T> & Partial<OldSummary>;

/** What was not measured then is told as nothing, not guessed. */
export function upgradeTraining<T extends Pick<StoredTraining, 'progress' | 'summary'>>(
  training: T,
): T {
  const { progress, summary } = training;
  const metric = metricOf(summary as Old<TrainSummary> | null);
  return {
    ...training,
    progress: upgradeProgress(progress, metric.kind),
    summary: summary && upgradeSummary(summary, metric),
  };
}

function metricOf(summary: Old<TrainSummary> | null): Metric {
  const sequences = summary?.accuracyName?.startsWith('sequences');
  return { kind: sequences ? 'sequences' : 'accuracy', value: summary?.testAccuracy ?? 0 };
}

function upgradeSummary(summary: TrainSummary, metric: Metric): TrainSummary {
  if (summary.test !== undefined) return summary;
  const {
    testAccuracy = null,
    testExamples = 0,
    accuracyName: _name,
    ...rest
  } = summary as Old<TrainSummary> & TrainSummary;
  return {
    ...rest,
    test: testAccuracy === null ? null : { metric, examples: testExamples },
    best: null,
    weightsOf: summary.steps,
    stepMs: 0,
    stepFlops: 0,
    peakBytes: 0,
    parameters: 0,
  };
}

function upgradeProgress(progress: TrainProgress, kind: Metric['kind']): TrainProgress {
  if ((progress as Partial<TrainProgress>).stepMs !== undefined) return progress;
  return {
    ...progress,
    points: progress.points.map((point: Partial<TrainPoint> & TrainPoint) => ({
      ...point,
      gradientNorm: point.gradientNorm ?? null,
      seconds: point.seconds ?? 0,
    })),
    validations: progress.validations.map((validation: OldValidation) => ({
      step: validation.step,
      loss: validation.loss,
      metric:
        validation.accuracy === undefined
          ? (validation.metric ?? null)
          : { kind, value: validation.accuracy },
      best: validation.best ?? false,
    })),
    stepMs: 0,
  };
}

type OldValidation = Partial<Validation> &
  Pick<Validation, 'step' | 'loss'> & { readonly accuracy?: number };
