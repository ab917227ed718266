/** The curves of the board as a table, for those who do not see or trust them. */
import type { Axis, BoardCurves } from './boardCurves';
import { axisText, axisTitles } from './boardWords';

interface Props {
  readonly curves: BoardCurves;
  readonly axis: Axis;
  readonly title: string;
  readonly text: (value: number) => string;
}

const ROWS = 10;

export function BoardCurveTable({ curves, axis, title, text }: Props) {
  const { x, rows } = curves;
  const most = Math.min(ROWS, x.length);
  const places = Array.from({ length: most }, (_, at) =>
    Math.round((at * (x.length - 1)) / Math.max(1, most - 1)),
  );
  return (
    <details className="lab-curve-table">
      <summary>As a table</summary>
      <table className="lab-table numeric">
        <caption>{title}, mean over seeds</caption>
        <thead>
          <tr>
            <th scope="col">{axisTitles[axis].toLowerCase()}</th>
            {rows.map(({ row }) => (
              <th key={row.id} scope="col">
                {row.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <tr key={place}>
              <th scope="row">{axisText(axis, x[place])}</th>
              {rows.map(({ row, mean }) => {
                const value = mean[place];
                return <td key={row.id}>{value === null ? '' : text(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
