/** All curves of the board on one canvas by uPlot; hovering reads them off. */
import { useMemo, useRef } from 'react';
import type uPlot from 'uplot';
import type { Baseline } from '../../../runtime/index';
import { usePlot } from '../../lab/train/usePlot';
import { logTicks } from './axisTicks';
import { type BoardCurves, topOf } from './boardCurves';
import { seriesStyle } from './seriesStyle';

interface Props {
  readonly curves: BoardCurves;
  readonly logarithmic: boolean;
  /** Where the axis ends while trainings go on; null: where the curves end. */
  readonly lastX: number | null;
  readonly share: boolean;
  /** The axis counts: between whole numbers there is nothing. */
  readonly whole: boolean;
  /** Marks each place: where they are few. */
  readonly dots: boolean;
  /** What something simple gives, drawn across. */
  readonly baselines?: readonly Baseline[];
  readonly formatX: (value: number) => string;
  readonly tick: (value: number) => string;
  readonly label: string;
  /** Place among `curves.x` that is read off; null where none is. */
  readonly onCursor: (place: number | null) => void;
}

const WIDTH = 2.25;
/** Distances of the lines of an axis that counts. */
const WHOLE = Array.from({ length: 9 }, (_, at) => [1, 2, 5].map((n) => n * 10 ** at)).flat();
const NO_BASELINES: readonly Baseline[] = [];

export function BoardChart(props: Props) {
  const { curves, logarithmic, lastX, share, whole, dots, formatX, tick, label, onCursor } = props;
  const { baselines = NO_BASELINES } = props;
  const data = useMemo((): uPlot.AlignedData => {
    const columns = curves.rows.flatMap(({ mean, low, high, single }) => [
      [...low],
      [...high],
      ...single.map((values) => [...values]),
      [...mean],
    ]);
    const levels = baselines.map(({ metric }) => curves.x.map(() => metric.value));
    return [[...curves.x], ...columns, ...levels] as uPlot.AlignedData;
  }, [curves, baselines]);
  const cursor = useRef(onCursor);
  cursor.current = onCursor;
  const words = useRef({ formatX, tick });
  words.current = { formatX, tick };
  const end = useRef(lastX);
  end.current = lastX;
  const top = useRef(Number.POSITIVE_INFINITY);
  top.current = topOf(curves);

  const layout = JSON.stringify([
    curves.rows.map(({ row, single }) => [row.place, single.length]),
    { logarithmic, share, whole, dots, baselines: baselines.length },
  ]);
  const box = usePlot(data, layout, ({ UPlot, color, axis }) => {
    const series: uPlot.Series[] = [{}];
    const bands: uPlot.Band[] = [];
    for (const { row, single } of curves.rows) {
      const { property, dash } = seriesStyle(row.place);
      const stroke = color(property);
      const hidden = { width: 0, points: { show: false } };
      series.push(hidden, hidden);
      bands.push({
        series: [series.length - 1, series.length - 2],
        fill: single.length > 1 ? faded(stroke, 0.14) : 'transparent',
      });
      const thin = single.length > 1 ? { stroke, width: 1, alpha: 0.4 } : hidden;
      for (const _ of single) series.push({ ...thin, points: { show: false } });
      const points = dots ? { show: true, size: 6, fill: stroke, stroke } : { show: false };
      series.push({ stroke, width: WIDTH, dash: [...dash], points });
    }
    for (const _ of baselines) {
      series.push({ stroke: color('--ink-3'), width: 1, dash: [3, 4], points: { show: false } });
    }
    return {
      legend: { show: false },
      padding: [8, 16, 0, 0],
      scales: {
        x: logarithmic
          ? { time: false, distr: 3 }
          : { time: false, range: (_, __, max) => [0, Math.max(max, end.current ?? 0, 1e-9)] },
        y: {
          range: share
            ? [0, 1]
            : (_, low, high) => UPlot.rangeNum(low, Math.min(high, top.current), 0.1, true),
        },
      },
      axes: [
        {
          ...axis,
          size: 26,
          ...(whole && { incrs: WHOLE }),
          ...(logarithmic && {
            splits: (_: uPlot, __: number, least: number, most: number) => [
              ...logTicks(least, most),
            ],
            filter: (_: uPlot, ticks: number[]) => ticks,
          }),
          values: (_, ticks) =>
            ticks.map((each) => (each === null ? '' : words.current.formatX(each))),
        },
        {
          ...axis,
          size: 52,
          values: (_, ticks) => ticks.map((each) => words.current.tick(each)),
        },
      ],
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      series,
      bands,
      hooks: { setCursor: [(self) => cursor.current(self.cursor.idx ?? null)] },
    };
  });

  return <div className="board-chart-box" ref={box} role="img" aria-label={label} />;
}

/** uPlot fills a band without the alpha of its series. */
function faded(color: string | undefined, alpha: number): string {
  return color ? `color-mix(in oklab, ${color} ${100 * alpha}%, transparent)` : 'transparent';
}
