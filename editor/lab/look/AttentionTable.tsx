/** Attention as a table: every weight of a small map, the strongest ones of a large one. */
import { weightText } from '../format';
import { type AttentionMap, rowOf, strongest } from './attention';
import type { TokenAxis } from './tokenNames';

/** A wider table than this helps nobody. */
const MOST_COLUMNS = 20;
const MOST_ROWS = 12;

interface Props {
  readonly map: AttentionMap;
  readonly queries: TokenAxis;
  readonly sources: TokenAxis;
  readonly query: number;
}

export function AttentionTable({ map, queries, sources, query }: Props) {
  if (map.columns > MOST_COLUMNS || map.rows > MOST_COLUMNS) {
    return <StrongestTable map={map} queries={queries} sources={sources} query={query} />;
  }
  const rows = Array.from({ length: map.rows }, (_, index) => index);
  const columns = Array.from({ length: map.columns }, (_, index) => index);
  return (
    <table className="lab-table numeric">
      <caption>Weights: from the token of the row to the token of the column</caption>
      <thead>
        <tr>
          <th scope="col">from</th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {sources.name(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row">{queries.name(row)}</th>
            {columns.map((column) => (
              <td key={column}>{weightText(map.values[row * map.columns + column])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StrongestTable({ map, queries, sources, query }: Props) {
  return (
    <table className="lab-table numeric">
      <caption>
        The {MOST_ROWS} strongest of {map.columns} weights from {queries.name(query)}
      </caption>
      <thead>
        <tr>
          <th scope="col">to</th>
          <th scope="col">weight</th>
        </tr>
      </thead>
      <tbody>
        {strongest(rowOf(map, query), MOST_ROWS).map(({ column, value }) => (
          <tr key={column}>
            <th scope="row">{sources.name(column)}</th>
            <td>{weightText(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
