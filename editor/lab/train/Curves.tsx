/** Loss and accuracy side by side, with smoothing and a table. */
import { useMemo } from 'react';
import { isShare } from '../../../runtime/index';
import { formatExact } from '../../ui/format';
import { useStored, within } from '../../ui/useStored';
import { duration, lossText, percent } from '../format';
import type { TrainingRecord } from '../labState';
import { heldOutName } from '../metricWords';
import { Segmented } from '../Segmented';
import { CurveChart } from './CurveChart';
import { CurveTable } from './CurveTable';
import { latest, toCurve } from './curve';

const SHARES = [0, 1] as const;
const smoothingRange = within(0, 0.98);

type Axis = 'steps' | 'time';
const axes = [
  { value: 'steps', label: 'Steps' },
  { value: 'time', label: 'Time' },
] as const;
const asAxis = (stored: unknown): Axis | undefined =>
  axes.find(({ value }) => value === stored)?.value;

const where = {
  steps: (step: number) => `step ${formatExact(step)}`,
  time: duration,
};

function lossTick(value: number): string {
  return String(Number(value.toPrecision(3)));
}

export function Curves({ training }: { readonly training: TrainingRecord }) {
  const { progress } = training;
  const [smoothing, setSmoothing] = useStored('lab.smoothing', 0.7, smoothingRange);
  const [axis, setAxis] = useStored<Axis>('lab.axis', 'steps', asAxis);
  const curve = toCurve(progress.points);
  const { validations } = progress;
  const places = axis === 'time' ? curve.seconds : curve.steps;
  const marks = useMemo(() => {
    const placeOf = (step: number) => places[indexOf(curve.steps, step)] ?? step;
    return {
      losses: validations.map(({ step, loss }) => ({ place: placeOf(step), value: loss })),
      accuracies: validations.flatMap(({ step, metric }) =>
        metric && isShare(metric.kind) ? [{ place: placeOf(step), value: metric.value }] : [],
      ),
    };
  }, [validations, places, curve]);
  const kind = validations.find(({ metric }) => metric)?.metric?.kind ?? 'accuracy';
  const hasAccuracy = latest(curve.accuracy) !== null;
  const at = `at step ${progress.step} of ${progress.steps}`;
  const common = {
    places,
    smoothing,
    last: axis === 'steps' ? Math.max(1, progress.steps) : 0,
    where: where[axis],
  };
  return (
    <div className="lab-curves">
      <div className="lab-charts">
        <CurveChart
          {...common}
          title="Loss"
          values={curve.loss}
          marks={marks.losses}
          format={lossText}
          tick={lossTick}
          label={`Loss: ${lossText(latest(curve.loss) ?? Number.NaN)} ${at}, ${lossText(curve.loss[0])} at the start`}
        />
        {hasAccuracy && (
          <CurveChart
            {...common}
            title="Accuracy"
            values={curve.accuracy}
            marks={marks.accuracies}
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
          {kind === 'sequences' && ', single tokens'}
        </span>
        {validations.length > 0 && (
          <span className="lab-key">
            <i className="dot" aria-hidden /> {heldOutName(kind)}
          </span>
        )}
        <Segmented label="Along" value={axis} options={axes} onChange={setAxis} />
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

/** Of the last step up to this one; steps grow. */
function indexOf(steps: Float64Array, step: number): number {
  let [low, high] = [0, steps.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (steps[middle] <= step) low = middle;
    else high = middle - 1;
  }
  return low;
}
