/** The whole matrix of an attention: one row a query, one column a source. */
import { type CSSProperties, type PointerEvent, useCallback, useMemo, useState } from 'react';
import { weightText } from '../format';
import { useMapCanvas } from '../useMapCanvas';
import type { AttentionMap } from './attention';
import { clampTo, onGridKey } from './gridKeys';
import type { TokenAxis } from './tokenNames';
import { viridisWord } from './viridis';

/** More labels than this along an edge cannot be read. */
const MOST_LABELS = 40;

interface Props {
  readonly map: AttentionMap;
  readonly max: number;
  readonly queries: TokenAxis;
  readonly sources: TokenAxis;
  readonly label: string;
  readonly query: number;
  readonly onQuery: (query: number) => void;
}

export function HeatMap({ map, max, queries, sources, label, query, onQuery }: Props) {
  const [column, setColumn] = useState(0);
  const [hover, setHover] = useState<{ row: number; column: number } | null>(null);
  const paint = useCallback(
    (words: Uint32Array) => {
      for (let i = 0; i < words.length; i++) words[i] = viridisWord(map.values[i] / max);
    },
    [map, max],
  );
  const canvas = useMapCanvas(map.columns, map.rows, paint);
  const place = hover ?? { row: query, column: clampTo(column, map.columns) };
  const sentence = (row: number, to: number) =>
    `from ${queries.name(row)} to ${sources.name(to)}: ${weightText(map.values[row * map.columns + to])}`;

  const cellAt = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      row: clampTo(Math.floor(((event.clientY - box.top) / box.height) * map.rows), map.rows),
      column: clampTo(
        Math.floor(((event.clientX - box.left) / box.width) * map.columns),
        map.columns,
      ),
    };
  };

  const rowLabels = useMemo(() => edgeLabels(queries), [queries]);
  const columnLabels = useMemo(() => edgeLabels(sources), [sources]);
  const current = place.row * map.columns + place.column;
  return (
    <div className="lab-heat">
      <div
        className="lab-heat-frame"
        style={{ '--rows': map.rows, '--columns': map.columns } as CSSProperties}
      >
        <span className="lab-heat-axis above">attended to →</span>
        {columnLabels && (
          <AxisLabels
            className={`lab-heat-columns ${hasLong(columnLabels) ? 'upright' : ''}`}
            labels={columnLabels}
          />
        )}
        {rowLabels && <AxisLabels className="lab-heat-rows" labels={rowLabels} />}
        <div
          className="lab-heat-map"
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={map.rows * map.columns - 1}
          aria-valuenow={current}
          aria-valuetext={sentence(place.row, place.column)}
          onKeyDown={(event) =>
            onGridKey(event, (rows, columns) => {
              onQuery(clampTo(query + rows, map.rows));
              setColumn(clampTo(place.column + columns, map.columns));
              setHover(null);
            })
          }
          onPointerMove={(event) => setHover(cellAt(event))}
          onPointerLeave={() => setHover(null)}
          onPointerDown={(event) => {
            const cell = cellAt(event);
            onQuery(cell.row);
            setColumn(cell.column);
          }}
        >
          <canvas ref={canvas} width={map.columns} height={map.rows} aria-hidden />
          <Marker className="row" map={map} row={query} column={0} columns={map.columns} />
          <Marker className="cell" map={map} row={place.row} column={place.column} columns={1} />
        </div>
      </div>
      <p className="lab-readout numeric">{sentence(place.row, place.column)}</p>
    </div>
  );
}

interface MarkerProps {
  readonly className: string;
  readonly map: AttentionMap;
  readonly row: number;
  readonly column: number;
  readonly columns: number;
}

function Marker({ className, map, row, column, columns }: MarkerProps) {
  return (
    <span
      className={`lab-marker ${className}`}
      style={{
        top: `${(100 * row) / map.rows}%`,
        left: `${(100 * column) / map.columns}%`,
        height: `${100 / map.rows}%`,
        width: `${(100 * columns) / map.columns}%`,
      }}
    />
  );
}

function AxisLabels({
  className,
  labels,
}: {
  readonly className: string;
  readonly labels: readonly { readonly key: string; readonly text: string }[];
}) {
  return (
    <div className={className} aria-hidden>
      {labels.map(({ key, text }) => (
        <span key={key}>{text}</span>
      ))}
    </div>
  );
}

/** Words do not fit over a cell: they stand on end. */
function hasLong(labels: readonly { readonly text: string }[]): boolean {
  return labels.some(({ text }) => text.length > 3);
}

function edgeLabels({ labels }: TokenAxis) {
  if (!labels || labels.length > MOST_LABELS) return null;
  return labels.map((text, place) => ({ key: `${place}`, text }));
}
