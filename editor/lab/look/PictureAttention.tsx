/** A picture with what one of its patches attends to laid over it. */
import { type PointerEvent, useCallback, useState } from 'react';
import { Button } from '../../ui/Button';
import { weightText } from '../format';
import { toPixels } from '../run/imagePreparation';
import { useMapCanvas } from '../useMapCanvas';
import { clampTo, onGridKey } from './gridKeys';
import { moveToken, type PatchGrid, patchLabel, patchOfToken, tokenAtPoint } from './patches';
import type { TokenAxis } from './tokenNames';
import { viridisWord } from './viridis';

interface Props {
  readonly picture: NonNullable<TokenAxis['picture']>;
  /** Where the sources lie on the picture. */
  readonly grid: PatchGrid;
  /** Where the queries lie; null when they are not patches of this picture (cross-attention). */
  readonly queryGrid: PatchGrid | null;
  /** What the query attends to: one weight a source token. */
  readonly row: Float32Array;
  readonly max: number;
  readonly query: number;
  readonly queryName: string;
  readonly onQuery: (query: number) => void;
}

export function PictureAttention(props: Props) {
  const { picture, grid, queryGrid, row, max, query, queryName, onQuery } = props;
  const [hover, setHover] = useState<number | null>(null);
  const [strength, setStrength] = useState(70);
  const paintPicture = useCallback(
    (words: Uint32Array) => words.set(new Uint32Array(toPixels(picture).buffer)),
    [picture],
  );
  const paintRow = useCallback(
    (words: Uint32Array) => {
      for (let i = 0; i < words.length; i++) words[i] = viridisWord(row[i + grid.leading] / max);
    },
    [row, max, grid],
  );
  const under = useMapCanvas(picture.width, picture.height, paintPicture);
  const over = useMapCanvas(grid.columns, grid.rows, paintRow);
  const queryPatch = queryGrid && patchOfToken(queryGrid, query);
  const hovered = hover === null ? null : patchOfToken(grid, hover);

  const tokenUnder = (event: PointerEvent<HTMLElement>, on: PatchGrid) => {
    const box = event.currentTarget.getBoundingClientRect();
    return tokenAtPoint(
      on,
      (event.clientX - box.left) / box.width,
      (event.clientY - box.top) / box.height,
    );
  };
  const move = (rows: number, columns: number) => {
    if (!queryGrid) return;
    const index = query - queryGrid.leading;
    // Home and End go to the ends of the row of patches.
    if (!Number.isFinite(columns) && index >= 0) {
      const start = queryGrid.leading + index - (index % queryGrid.columns);
      onQuery(columns < 0 ? start : start + queryGrid.columns - 1);
    } else if (Number.isFinite(columns)) {
      onQuery(moveToken(queryGrid, query, clampTo(rows + 1, 3) - 1, columns));
    }
  };

  return (
    <div className="lab-over">
      <div
        className="lab-over-picture"
        style={{ aspectRatio: `${picture.width} / ${picture.height}` }}
        {...(queryGrid
          ? {
              role: 'slider',
              tabIndex: 0,
              'aria-label': 'Patch that attends',
              'aria-valuemin': 0,
              'aria-valuemax': queryGrid.leading + queryGrid.rows * queryGrid.columns - 1,
              'aria-valuenow': query,
              'aria-valuetext': queryName,
              onKeyDown: (event) => onGridKey(event, move),
            }
          : { role: 'img', 'aria-label': `The picture, and what ${queryName} attends to` })}
        onPointerMove={(event) => setHover(tokenUnder(event, grid))}
        onPointerLeave={() => setHover(null)}
        onPointerDown={(event) => queryGrid && onQuery(tokenUnder(event, queryGrid))}
      >
        <canvas ref={under} width={picture.width} height={picture.height} aria-hidden />
        <canvas
          ref={over}
          className="lab-over-map"
          width={grid.columns}
          height={grid.rows}
          style={{ opacity: strength / 100 }}
          aria-hidden
        />
        {hovered && <Frame className="cell" {...hovered} />}
        {queryPatch && <Frame className="query" {...queryPatch} />}
      </div>
      <div className="lab-over-side">
        {queryGrid && queryGrid.leading > 0 && (
          <Button small aria-pressed={query < queryGrid.leading} onClick={() => onQuery(0)}>
            Class token
          </Button>
        )}
        <p className="lab-readout numeric">
          {hover !== null
            ? `from ${queryName} to ${patchLabel(grid, hover)}: ${weightText(row[hover])}`
            : queryGrid && 'Click a patch, or move with the arrow keys.'}
        </p>
        <label className="lab-strength">
          Map over picture
          <input
            type="range"
            min={0}
            max={100}
            value={strength}
            onChange={(event) => setStrength(Number(event.target.value))}
          />
        </label>
      </div>
    </div>
  );
}

interface FrameProps {
  readonly className: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function Frame({ className, left, top, width, height }: FrameProps) {
  const share = (value: number) => `${value * 100}%`;
  return (
    <span
      className={`lab-marker ${className}`}
      style={{ left: share(left), top: share(top), width: share(width), height: share(height) }}
    />
  );
}
