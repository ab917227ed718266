/** Where a query looks most, in words. */
import { weightText } from '../format';
import { strongest } from './attention';
import type { TokenAxis } from './tokenNames';
import { viridisCss } from './viridis';

const SHOWN = 5;

interface Props {
  readonly row: Float32Array;
  readonly max: number;
  readonly queries: TokenAxis;
  readonly sources: TokenAxis;
  readonly query: number;
}

export function Strongest({ row, max, queries, sources, query }: Props) {
  return (
    <section className="lab-strongest">
      <h2>
        {capital(queries.name(query))} <small className="muted">attends most to</small>
      </h2>
      <ol>
        {strongest(row, SHOWN).map(({ column, value }) => (
          <li key={column}>
            <span
              className="lab-swatch"
              style={{ background: viridisCss(value / max) }}
              aria-hidden
            />
            <span>{sources.name(column)}</span>
            <span className="numeric">{weightText(value)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
