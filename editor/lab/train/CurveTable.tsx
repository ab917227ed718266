/** The curves as a table, for those who do not see or trust them. */
import { lossText, percent } from '../format';
import { type CurveData, thin } from './curve';

const ROWS = 10;

interface Props {
  readonly curve: CurveData;
  readonly accuracy: boolean;
}

export function CurveTable({ curve, accuracy }: Props) {
  const { steps, loss, accuracy: right } = thin(curve, ROWS);
  return (
    <details className="lab-curve-table">
      <summary>As a table</summary>
      <table className="lab-table numeric">
        <caption className="visually-hidden">Loss and accuracy by training step</caption>
        <thead>
          <tr>
            <th scope="col">step</th>
            <th scope="col">loss</th>
            {accuracy && <th scope="col">accuracy</th>}
          </tr>
        </thead>
        <tbody>
          {Array.from(steps, (step, row) => (
            <tr key={step}>
              <th scope="row">{step}</th>
              <td>{lossText(loss[row])}</td>
              {accuracy && <td>{Number.isNaN(right[row]) ? '' : percent(right[row])}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
