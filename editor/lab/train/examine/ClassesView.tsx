/** Which classes are taken for which, and how well each is told. */
import type { ClassesExamination } from '../../../../runtime/index';
import { formatExact } from '../../../ui/format';
import { percent } from '../../format';
import { ConfusedPairs } from './ConfusedPairs';
import { ConfusionTable } from './ConfusionTable';
import type { Pair } from './MistakesView';

/** A larger table cannot be read. */
const MOST_IN_TABLE = 40;

interface Props {
  readonly found: ClassesExamination;
  readonly onPair: (pair: Pair) => void;
}

export function ClassesView({ found, onPair }: Props) {
  const { names, accuracy, macroF1 } = found;
  return (
    <div className="lab-found lab-beside">
      <section>
        <h3>
          Taken for <small>choose a number to see its examples</small>
        </h3>
        {names.length <= MOST_IN_TABLE ? (
          <ConfusionTable found={found} onPair={onPair} />
        ) : (
          <ConfusedPairs found={found} onPair={onPair} />
        )}
      </section>
      <section>
        <h3>
          By class{' '}
          <small className="numeric">
            accuracy {percent(accuracy)}
            {macroF1 !== null && `, mean F1 ${macroF1.toFixed(2)}`}
          </small>
        </h3>
        <ClassScores found={found} />
      </section>
    </div>
  );
}

function ClassScores({ found: { names, perClass } }: { readonly found: ClassesExamination }) {
  return (
    <div className="lab-wide">
      <table className="lab-table numeric lab-scores">
        <caption className="visually-hidden">Precision, recall and F1 of each class</caption>
        <thead>
          <tr>
            <th scope="col">class</th>
            <th scope="col" title="Test examples of this class">
              examples
            </th>
            <th scope="col" title="Share of the answers of this class that are right">
              precision
            </th>
            <th scope="col" title="Share of the examples of this class that are found">
              recall
            </th>
            <th scope="col" title="Harmonic mean of precision and recall">
              F1
            </th>
          </tr>
        </thead>
        <tbody>
          {perClass.map(({ support, precision, recall, f1 }, id) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a class is its place
            <tr key={id}>
              <th scope="row">{names[id]}</th>
              <td>{formatExact(support)}</td>
              <td>{score(precision)}</td>
              <td>{score(recall)}</td>
              <td>
                <span className="lab-score">
                  <i aria-hidden>
                    <b style={{ inlineSize: `${100 * (f1 ?? 0)}%` }} />
                  </i>
                  {score(f1)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A dash for 0 / 0. */
function score(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}
