/** Loss and accuracy side by side, with smoothing and a table. */
import { useMemo } from 'react';
import { isShare } from '../../../runtime/index';
import { useStored, within } from '../../ui/useStored';
import { lossText, percent } from '../format';
import type { TrainingRecord } from '../labState';
import { CurveChart } from './CurveChart';
import { CurveTable } from './CurveTable';
import { latest, toCurve } from './curve';

const SHARES = [0, 1] as const;
const smoothingRange = within(0, 0.98);

function lossTick(value: number): string {
  return String(Number(value.toPrecision(3)));
}

export function Curves({ training }: { readonly training: TrainingRecord }) {
  const { progress } = training;
  const [smoothing, setSmoothing] = useStored('lab.smoothing', 0.7, smoothingRange);
  const curve = toCurve(progress.points);
  const { validations } = progress;
  const losses = useMemo(
    () => validations.map(({ step, loss }) => ({ step, value: loss })),
    [validations],
  );
  const accuracies = useMemo(
    () =>
      validations.flatMap(({ step, metric }) =>
        metric && isShare(metric.kind) ? [{ step, value: metric.value }] : [],
      ),
    [validations],
  );
  const hasAccuracy = latest(curve.accuracy) !== null;
  const at = `at step ${progress.step} of ${progress.steps}`;
  return (
    <div className="lab-curves">
      <div className="lab-charts">
        <CurveChart
          title="Loss"
          steps={curve.steps}
          values={curve.loss}
          smoothing={smoothing}
          lastStep={progress.steps}
          marks={losses}
          format={lossText}
          tick={lossTick}
          label={`Loss: ${lossText(latest(curve.loss) ?? Number.NaN)} ${at}, ${lossText(curve.loss[0])} at the start`}
        />
        {hasAccuracy && (
          <CurveChart
            title="Accuracy"
            steps={curve.steps}
            values={curve.accuracy}
            smoothing={smoothing}
            lastStep={progress.steps}
            marks={accuracies}
            range={SHARES}
            format={percent}
            tick={percent}
            label={`Accuracy: ${percent(latest(curve.accuracy) ?? Number.NaN)} ${at}`}
          />
        )}
      </div>
      <div className="lab-curve-foot">
        <span className="lab-key">
          <i className="line" aria-hidden /> training batches
        </span>
        {validations.length > 0 && (
          <span className="lab-key">
            <i className="dot" aria-hidden /> held-out examples
          </span>
        )}
        <label>
          Smoothing
          <input
            type="range"
            min={0}
            max={0.98}
            step={0.02}
            value={smoothing}
            onChange={(event) => setSmoothing(Number(event.target.value))}
          />
        </label>
        <CurveTable curve={curve} accuracy={hasAccuracy} />
      </div>
    </div>
  );
}
