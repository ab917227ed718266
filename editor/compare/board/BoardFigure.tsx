/** The curves of the board with what is plotted, a legend that reads them off, and exports. */
import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { type Baseline, type GraphDocument, isShare, needsOf } from '../../../runtime/index';
import { dataKey } from '../../lab/data/dataReports';
import { EmptyState } from '../../lab/EmptyState';
import { useController } from '../../lab/labContext';
import { analysisOf } from '../../store/selectors';
import { Menu } from '../../ui/Menu';
import { announce, notify } from '../../ui/notices';
import { asBoolean, useStored, within } from '../../ui/useStored';
import { BoardChart } from './BoardChart';
import { BoardCurveTable } from './BoardCurveTable';
import { type Axis, type BoardCurves, boardCurves, type Plot, plottedMetric } from './boardCurves';
import type { BoardRow } from './boardRows';
import { isLaneBusy, isUnfinished, laneProgress } from './boardState';
import { axisText, axisTitles, plotText, plotTitle } from './boardWords';
import { Swatch } from './Swatch';

interface Props {
  readonly rows: readonly BoardRow[];
  readonly whole: GraphDocument;
  readonly seeds: number;
}

const axes = ['step', 'time', 'flops'] as const;
const plots = ['loss', 'held-out', 'metric'] as const;
/** Validations are few; more of them would hide the line. */
const MOST_DOTS = 40;
const smoothingRange = within(0, 0.98);

export function BoardFigure({ rows, whole, seeds }: Props) {
  const [axis, setAxis] = useStored<Axis>('board.axis', 'step', (stored) =>
    axes.find((each) => each === stored),
  );
  const [wanted, setPlot] = useStored<Plot>('board.plot', 'loss', (stored) =>
    plots.find((each) => each === stored),
  );
  const [logarithmic, setLogarithmic] = useStored('board.log', false, asBoolean);
  const [smoothing, setSmoothing] = useStored('lab.smoothing', 0.7, smoothingRange);
  const [cursor, setCursor] = useState<number | null>(null);
  const kind = plottedMetric(rows);
  const plot: Plot = wanted === 'metric' && kind === null ? 'held-out' : wanted;
  const curves = useMemo(
    () => boardCurves(rows, { plot, axis, smoothing }),
    [rows, plot, axis, smoothing],
  );
  const measured = useBaselines(rows);
  const baselines = useMemo(
    () => (plot === 'metric' ? measured.filter(({ metric }) => metric.kind === kind) : []),
    [plot, kind, measured],
  );
  const drawn = curves.x.length > 0;
  const place = cursor !== null && cursor < curves.x.length ? cursor : null;
  const text = (value: number) => plotText(plot, kind, value);
  const share = plot === 'metric' && kind !== null && isShare(kind);
  const lastX =
    axis === 'step'
      ? Math.max(
          0,
          ...rows.map(({ lane }) => (lane && isLaneBusy(lane) ? laneProgress(lane).steps : 0)),
        )
      : null;
  const title = plotTitle(plot, kind);

  return (
    <figure className="board-figure" aria-label="Curves of the variants">
      <div className="board-bar">
        <select
          className="field"
          aria-label="What is plotted"
          value={plot}
          onChange={(event) => setPlot(event.target.value as Plot)}
        >
          {plots
            .filter((each) => each !== 'metric' || kind !== null)
            .filter((each) => each !== 'metric' || kind !== 'loss')
            .map((each) => (
              <option key={each} value={each}>
                {plotTitle(each, kind)}
              </option>
            ))}
        </select>
        <label>
          <span className="muted">by</span>
          <select
            className="field"
            aria-label="Axis"
            value={axis}
            onChange={(event) => setAxis(event.target.value as Axis)}
          >
            {axes.map((each) => (
              <option key={each} value={each}>
                {axisTitles[each].toLowerCase()}
              </option>
            ))}
          </select>
        </label>
        <label title="A logarithmic axis: the first steps get more room">
          <input
            type="checkbox"
            checked={logarithmic}
            onChange={(event) => setLogarithmic(event.target.checked)}
          />
          log
        </label>
        {plot === 'loss' && (
          <label className="board-smoothing" title="Smoothing">
            <span className="muted">Smoothing</span>
            <input
              type="range"
              aria-label="Smoothing"
              min={0}
              max={0.98}
              step={0.02}
              value={smoothing}
              onChange={(event) => setSmoothing(Number(event.target.value))}
            />
          </label>
        )}
        <ExportMenu {...{ rows, whole, curves, title, axis, text, seeds, share, logarithmic }} />
      </div>
      {drawn ? (
        <>
          <Legend
            {...{ curves, place, axis, text, baselines }}
            ended={rows.every(({ lane }) => !lane || !isUnfinished(lane))}
          />
          <BoardChart
            curves={curves}
            logarithmic={logarithmic}
            lastX={lastX}
            share={share}
            whole={axis === 'step'}
            dots={plot !== 'loss' && curves.x.length <= MOST_DOTS}
            baselines={baselines}
            formatX={(value) => axisText(axis, value)}
            tick={text}
            label={`${title} by ${axisTitles[axis].toLowerCase()}. ${summary(curves, text)}`}
            onCursor={setCursor}
          />
          <BoardCurveTable curves={curves} axis={axis} title={title} text={text} />
        </>
      ) : (
        <EmptyState
          title="No curves yet"
          text="Train all: every variant gets the same data, seeds and budget, a step of each in turn."
        />
      )}
    </figure>
  );
}

const none: readonly Baseline[] = [];

/** What was measured of something simple on the data of the base, where that was asked for. */
function useBaselines([base]: readonly BoardRow[]): readonly Baseline[] {
  const { data } = useController();
  const key = useMemo(() => {
    if (!base) return '';
    const { document, experiment } = base.contestant;
    return dataKey(experiment.dataset, needsOf(analysisOf(document).plan.program));
  }, [base]);
  return useStore(data.store, ({ baselines }) => baselines[key] ?? none);
}

/** "Base 0.31, Variant 1 0.28". */
function summary({ rows }: BoardCurves, text: (value: number) => string): string {
  return rows
    .flatMap(({ row, end }) => (end === null ? [] : [`${row.title} ${text(end)}`]))
    .join(', ');
}

interface LegendProps {
  readonly curves: BoardCurves;
  readonly place: number | null;
  readonly axis: Axis;
  readonly baselines: readonly Baseline[];
  /** No training goes on. */
  readonly ended: boolean;
  readonly text: (value: number) => string;
}

/** Values under the pointer, or else where the curves end. */
function Legend({ curves, place, axis, text, baselines, ended }: LegendProps) {
  return (
    <ul className="board-legend numeric">
      {curves.rows.map(({ row, mean, low, high, seeds, end }) => {
        if (seeds.length === 0) return null;
        const value = place === null ? end : mean[place];
        const [least, most] = place === null ? [null, null] : [low[place], high[place]];
        const spread =
          seeds.length > 1 && least !== null && most !== null
            ? ` (${text(least)} to ${text(most)})`
            : '';
        return (
          <li key={row.id} className={row.former ? 'former' : undefined}>
            <Swatch place={row.place} />
            <span className="clip">{row.title}</span>
            {value !== null && (
              <strong>
                {text(value)}
                {spread}
              </strong>
            )}
          </li>
        );
      })}
      {baselines.map(({ title, metric }) => (
        <li key={title} className="muted">
          <span aria-hidden>┄</span> {title} {text(metric.value)}
        </li>
      ))}
      <li className="muted">
        {place === null
          ? ended
            ? 'at the end'
            : 'so far'
          : `at ${axisPlace(axis, curves.x[place])}`}
      </li>
    </ul>
  );
}

function axisPlace(axis: Axis, value: number): string {
  const text = axisText(axis, value);
  if (axis === 'step') return `step ${text}`;
  return axis === 'time' ? text : `${text}FLOPs`;
}

interface ExportProps {
  readonly rows: readonly BoardRow[];
  readonly whole: GraphDocument;
  readonly curves: BoardCurves;
  readonly title: string;
  readonly axis: Axis;
  readonly text: (value: number) => string;
  readonly seeds: number;
  readonly share: boolean;
  readonly logarithmic: boolean;
}

/** Writers are loaded when they are asked for. */
function ExportMenu({ whole, rows, ...figure }: ExportProps) {
  const save = (work: () => Promise<void>) => () => {
    void work().then(
      () => announce('Saved as a file'),
      () => notify('The file could not be made. Try another kind, or reload the page.'),
    );
  };
  const csv = (kind: 'runs' | 'curves') =>
    save(async () => (await import('./export/saveBoard')).saveCsv(whole, kind));
  const picture = (kind: 'svg' | 'png') =>
    save(async () => {
      const { savePicture } = await import('./export/saveBoard');
      await savePicture({ ...figure, rows, title: whole.title, plot: figure.title }, kind);
    });
  const none = !whole.results?.length;
  return (
    <Menu
      label="Export"
      buttonClass="button quiet small icon"
      align="end"
      sections={[
        [
          { label: 'Results as CSV', disabled: none, run: csv('runs') },
          { label: 'Curves as CSV', disabled: none, run: csv('curves') },
        ],
        [
          { label: 'Picture as SVG', disabled: figure.curves.x.length === 0, run: picture('svg') },
          { label: 'Picture as PNG', disabled: figure.curves.x.length === 0, run: picture('png') },
        ],
      ]}
    >
      <Download size={15} aria-hidden />
    </Menu>
  );
}
