/** What a training does right now, in fixed places; beside two of the figures, their course. */
import type { ReactNode } from 'react';
import { type MetricKind, needsOf, peakBytesOn, type TrainPoint } from '../../../runtime/index';
import { knownEstimate, useTrainingCost } from '../../inspector/useTrainingCost';
import { useEditor } from '../../store/EditorContext';
import { selectAnalysis } from '../../store/selectors';
import { formatBytes, formatExact, formatNumber } from '../../ui/format';
import { duration, lossText, milliseconds, percent, timeLeft } from '../format';
import { useLabState } from '../labContext';
import type { TrainingRecord } from '../labState';
import { metricText, metricUnit } from '../metricWords';
import { sameGraph } from '../sameGraph';
import { latest, toCurve } from './curve';
import { defaultExperiment } from './experiments';
import { Sparkline } from './Sparkline';

export function LiveFigures({ training }: { readonly training: TrainingRecord }) {
  const { progress } = training;
  const { points, validations } = progress;
  const bytes = useStepBytes(training);
  const curve = toCurve(points);
  const loss = latest(curve.loss);
  const accuracy = latest(curve.accuracy);
  const last = validations.at(-1);
  const best = validations.findLast((each) => each.best);
  const norm = points.findLast(({ gradientNorm }) => gradientNorm !== null)?.gradientNorm ?? null;
  const rate = points.at(-1)?.learningRate;
  const seconds = points.at(-1)?.seconds ?? 0;
  return (
    <dl className="lab-live numeric" aria-label="Figures of the training">
      <Figure name="Loss">{loss === null ? '–' : lossText(loss)}</Figure>
      <Figure name={countsTokens(last?.metric?.kind) ? 'Training tokens' : 'Training accuracy'}>
        {accuracy === null ? '–' : percent(accuracy)}
      </Figure>
      <Figure
        name="Held-out"
        note={
          best?.metric && best !== last
            ? `best ${metricText(best.metric)}, step ${formatExact(best.step)}`
            : (last && `at step ${formatExact(last.step)}`) || undefined
        }
      >
        {last
          ? last.metric
            ? `${metricText(last.metric)}${metricUnit(last.metric.kind)}`
            : lossText(last.loss)
          : '–'}
      </Figure>
      <Figure name="Learning rate" line={points.map(({ learningRate }) => learningRate ?? null)}>
        {rate === undefined ? '–' : formatNumber(Number(rate.toPrecision(2)))}
      </Figure>
      <Figure name="Gradient norm" line={normsOf(points)}>
        {norm === null ? '–' : lossText(norm)}
      </Figure>
      <Figure
        name="Speed"
        note={progress.stepMs > 0 ? `${milliseconds(progress.stepMs)} a step` : undefined}
      >
        {progress.examplesPerSecond > 0
          ? `${formatExact(Math.round(progress.examplesPerSecond))} /s`
          : '–'}
      </Figure>
      <Figure
        name="Time"
        note={progress.secondsLeft === null ? undefined : timeLeft(progress.secondsLeft)}
      >
        {seconds > 0 ? duration(seconds) : '–'}
      </Figure>
      <Figure name="Memory of a step">{bytes === null ? '–' : formatBytes(bytes)}</Figure>
    </dl>
  );
}

/**
 * Most that a step holds at once: as the training told at its end, before that as its plan tells
 * it. Null where the graph was edited since, or the plan is not worked out yet.
 */
function useStepBytes({ summary }: TrainingRecord): number | null {
  const document = useEditor((state) => state.document);
  const analysis = useEditor(selectAnalysis);
  const backend = useEditor((state) => state.backend);
  const trainedOn = useLabState((state) => state.trainedOn);
  // Draws this again when the plan is known.
  useTrainingCost();
  if (summary && summary.peakBytes > 0) return summary.peakBytes;
  if (!trainedOn || !sameGraph(document, trainedOn)) return null;
  const experiment = trainedOn.experiment ?? defaultExperiment(needsOf(analysis.plan.program));
  const plan = knownEstimate(analysis, experiment)?.training?.plan;
  return plan ? peakBytesOn(plan, backend?.backend) : null;
}

/** Then the training counts single tokens that are right, and the held-out figure something else. */
function countsTokens(kind: MetricKind | undefined): boolean {
  return kind !== undefined && kind !== 'accuracy' && kind !== 'loss';
}

interface FigureProps {
  readonly name: string;
  /** Small print under it. */
  readonly note?: string;
  /** Its course; null where it was not measured. */
  readonly line?: readonly (number | null)[];
  readonly children: ReactNode;
}

function Figure({ name, note, line, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {line ? <Sparkline values={line} /> : <small className="muted">{note ?? ''}</small>}
      </dd>
    </div>
  );
}

/** Measured in some of the steps only. */
function normsOf(points: readonly TrainPoint[]): (number | null)[] {
  return points.flatMap(({ gradientNorm }) => (gradientNorm === null ? [] : [gradientNorm]));
}
