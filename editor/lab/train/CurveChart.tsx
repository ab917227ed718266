/** A live curve on a canvas by uPlot, loaded when the first curve is shown. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { useDark } from '../../ui/theme';
import { smooth } from './curve';
import { loadUPlot, resolveColor, type UPlot } from './loadUPlot';

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
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const [UPlot, setUPlot] = useState<UPlot | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const dark = useDark();

  useEffect(() => {
    let mounted = true;
    void loadUPlot().then((loaded) => mounted && setUPlot(() => loaded));
    return () => {
      mounted = false;
    };
  }, []);

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
  const latest = useRef(data);
  latest.current = data;

  const [low, high] = range ?? [null, null];
  useEffect(() => {
    const element = box.current;
    if (!UPlot || !element) return;
    // The colours of the theme, resolved: a canvas does not know custom properties.
    const color = (name: string, theme = dark) => theme !== null && resolveColor(element, name);
    const axis = {
      stroke: color('--ink-3') || undefined,
      font: `11px ${getComputedStyle(element).fontFamily}`,
      grid: { stroke: color('--rule') || undefined, width: 1 },
      ticks: { show: false },
    };
    const accent = color('--accent') || undefined;
    const made = new UPlot(
      {
        width: Math.max(80, element.clientWidth),
        height: Math.max(60, element.clientHeight),
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
            stroke: color('--warning') || undefined,
            width: 0,
            points: { show: true, size: 7, fill: color('--warning') || undefined },
            spanGaps: false,
          },
        ],
        hooks: { setCursor: [(self) => setCursor(self.cursor.idx ?? null)] },
      },
      latest.current,
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({
        width: Math.max(80, element.clientWidth),
        height: Math.max(60, element.clientHeight),
      });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [UPlot, dark, last, low, high, tick]);

  useEffect(() => {
    const frame = requestAnimationFrame(() => plot.current?.setData(data));
    return () => cancelAnimationFrame(frame);
  }, [data]);

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
