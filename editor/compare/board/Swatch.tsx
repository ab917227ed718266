/** A short piece of a variant's line, as the chart draws it. */
import { seriesStyle } from './seriesStyle';

export function Swatch({ place }: { readonly place: number }) {
  const { property, dash } = seriesStyle(place);
  return (
    <svg className="board-swatch" width="26" height="10" viewBox="0 0 26 10" aria-hidden="true">
      <line
        x1="1"
        y1="5"
        x2="25"
        y2="5"
        stroke={`var(${property})`}
        strokeWidth="2.5"
        strokeDasharray={dash.join(' ') || undefined}
      />
    </svg>
  );
}
