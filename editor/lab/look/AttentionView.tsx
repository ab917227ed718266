/** One attention: its heads small, one of them large as picture, matrix or table. */
import { type ReactNode, useMemo, useState } from 'react';
import type { SeenInput } from '../../../runtime/index';
import { weightText } from '../format';
import { Segmented } from '../Segmented';
import { AttentionTable } from './AttentionTable';
import { type AttentionTensor, headMap, largest, meanMap, rowOf } from './attention';
import type { AttentionSource } from './attentionSources';
import { type HeadChoice, HeadGrid } from './HeadGrid';
import { HeatMap } from './HeatMap';
import { PictureAttention } from './PictureAttention';
import { Strongest } from './Strongest';
import { tokenAxes } from './tokenNames';
import { viridisGradient } from './viridis';

type View = 'picture' | 'matrix' | 'table';

interface Props {
  /** Chooses another attention. */
  readonly picker: ReactNode;
  readonly source: AttentionSource;
  readonly attention: AttentionTensor;
  readonly seen: Readonly<Record<string, SeenInput>>;
  readonly untrained: boolean;
  /** The graph was edited after the run. */
  readonly stale: boolean;
}

export function AttentionView({ picker, source, attention, seen, untrained, stale }: Props) {
  const { queries, sources } = useMemo(() => tokenAxes(source, seen), [source, seen]);
  const { picture, grid } = sources;
  const [view, setView] = useState<View>(grid ? 'picture' : 'matrix');
  const [head, setHead] = useState<HeadChoice>(attention.heads > 1 ? 'mean' : 0);
  const [query, setQuery] = useState(() => firstQuery(attention.tokens, queries.grid));

  const map = useMemo(
    () => (head === 'mean' ? meanMap(attention) : headMap(attention, head)),
    [attention, head],
  );
  const row = useMemo(() => rowOf(map, query), [map, query]);
  // Over the picture, the class token must not drown the patches.
  const onPicture = view === 'picture' && grid !== null && picture !== null;
  const max = useMemo(
    () => largest(onPicture ? row.subarray(grid.leading) : map.values) || 1,
    [onPicture, row, map, grid],
  );
  const patches = useMemo(
    () => (onPicture && grid ? { grid, query } : null),
    [onPicture, grid, query],
  );
  const name = head === 'mean' ? 'mean of heads' : `head ${head + 1}`;
  const place = { queries, sources, query };
  return (
    <div className="lab-look">
      <div className="lab-look-bar">
        {picker}
        <Segmented
          label="View"
          value={view}
          onChange={setView}
          options={[
            ...(grid ? [{ value: 'picture' as const, label: 'Picture' }] : []),
            { value: 'matrix', label: 'Matrix' },
            { value: 'table', label: 'Table' },
          ]}
        />
        <Legend max={max} />
      </div>
      <div className="lab-look-side">
        <HeadGrid attention={attention} head={head} onHead={setHead} patches={patches} />
        {stale && (
          <p className="lab-note">From the run before your last edit. Run again for this graph.</p>
        )}
        {untrained && (
          <p className="lab-note">Untrained weights: these patterns mean nothing yet.</p>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className="lab-look-main" aria-label="Attention weights" tabIndex={0}>
        {onPicture && (
          <PictureAttention
            picture={picture}
            grid={grid}
            queryGrid={queries.grid}
            row={row}
            max={max}
            query={query}
            queryName={queries.name(query)}
            onQuery={setQuery}
          />
        )}
        {view === 'matrix' && (
          <HeatMap
            {...place}
            map={map}
            max={max}
            label={`Attention matrix, ${source.title}, ${name}`}
            onQuery={setQuery}
          />
        )}
        {view === 'table' ? (
          <div className="lab-table-frame">
            <AttentionTable {...place} map={map} />
          </div>
        ) : (
          <Strongest {...place} row={row} max={max} />
        )}
      </section>
    </div>
  );
}

/** The class token, else the patch in the middle, else the first token. */
function firstQuery(
  tokens: number,
  grid: { leading: number; rows: number; columns: number } | null,
) {
  if (!grid || grid.leading > 0) return 0;
  return Math.min(
    tokens - 1,
    Math.floor(grid.rows / 2) * grid.columns + Math.floor(grid.columns / 2),
  );
}

function Legend({ max }: { readonly max: number }) {
  return (
    <div className="lab-legend numeric">
      <span>0</span>
      <span className="lab-legend-bar" style={{ background: viridisGradient() }} aria-hidden />
      <span>{weightText(max)}</span>
      <span className="muted">attention weight</span>
    </div>
  );
}
