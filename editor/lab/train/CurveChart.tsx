/** A live curve on a canvas by uPlot, loaded when the first curve is shown. */
import { useMemo, useState } from 'react';
import type uPlot from 'uplot';
import { smooth } from './curve';
import { usePlot } from './usePlot';

interface Props {
  readonly title: string;
  /** Where each value stands: steps, or seconds. */
  readonly places: Float64Array;
  readonly values: Float64Array;
  /** Share kept of the past, 0..1. */
  readonly smoothing: number;
  /** Where the training ends: the axis does not run away while it goes on. */
  readonly last: number;
  /** Measured on examples that are not trained on. */
  readonly marks?: readonly { readonly place: number; readonly value: number }[];
  readonly range?: readonly [number, number];
  readonly format: (value: number) => string;
  /** A place in words: "step 40". */
  readonly where: (place: number) => string;
  /** The same for the axis, where round numbers stand. */
  readonly tick: (value: number) => string;
  /** Tells the last values to those who do not see the curve. */
  readonly label: string;
}

export function CurveChart(props: Props) {
  const { title, places, values, smoothing, last, marks, range, format, where, tick, label } =
    props;
  const [cursor, setCursor] = useState<number | null>(null);

  const data = useMemo((): uPlot.AlignedData => {
    const marked = new Float64Array(places.length).fill(Number.NaN);
    let at = 0;
    for (const { place, value } of marks ?? []) {
      while (at < places.length && places[at] < place) at++;
      // One at the end was measured after the last step.
      if (places.length > 0) marked[Math.min(at, places.length - 1)] = value;
    }
    return [places, gaps(values), gaps(smooth(values, smoothing)), gaps(marked)];
  }, [places, values, smoothing, marks]);
  const [low, high] = range ?? [null, null];
  const layout = JSON.stringify([last, low, high]);
  const box = usePlot(data, layout, ({ color, axis }) => {
    const accent = color('--accent');
    return {
      legend: { show: false },
      padding: [8, 20, 0, 0],
      scales: {
        x: { time: false, range: (_, __, max) => [0, Math.max(max, last)] },
        y: low === null || high === null ? {} : { range: [low, high] },
      },
      axes: [
        { ...axis, size: 26 },
        { ...axis, size: 52, values: (_, ticks) => ticks.map((each) => tick(each)) },
      ],
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      series: [
        {},
        { stroke: accent, width: 1, alpha: 0.28, points: { show: false } },
        { stroke: accent, width: 2, points: { show: false } },
        {
          stroke: color('--warning'),
          width: 0,
          points: { show: true, size: 7, fill: color('--warning') },
          spanGaps: false,
        },
      ],
      hooks: { setCursor: [(self) => setCursor(self.cursor.idx ?? null)] },
    };
  });

  const shown = cursor !== null && cursor < values.length ? cursor : null;
  return (
    <figure className="lab-chart">
      <figcaption>
        <strong>{title}</strong>
        {shown !== null && Number.isFinite(values[shown]) && (
          <span className="numeric muted">
            {where(places[shown])}: {format(values[shown])}
          </span>
        )}
      </figcaption>
      <div className="lab-chart-box" ref={box} role="img" aria-label={label} />
    </figure>
  );
}

/** uPlot draws a gap at null, and stops drawing at NaN. */
function gaps(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}
