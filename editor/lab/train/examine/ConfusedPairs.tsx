/** Of many classes: those that are taken for one another most. */
import type { ClassesExamination } from '../../../../runtime/index';
import { Button } from '../../../ui/Button';
import { formatExact } from '../../../ui/format';
import { EmptyState } from '../../EmptyState';
import type { Pair } from './MistakesView';

const SHOWN = 40;

interface Props {
  readonly found: ClassesExamination;
  readonly onPair: (pair: Pair) => void;
}

export function ConfusedPairs({ found: { names, confusion }, onPair }: Props) {
  const pairs = [...confusion]
    .map((count, cell) => ({
      count,
      right: Math.floor(cell / names.length),
      answered: cell % names.length,
    }))
    .filter(({ count, right, answered }) => count > 0 && right !== answered)
    .sort((a, b) => b.count - a.count)
    .slice(0, SHOWN);
  if (pairs.length === 0) {
    return <EmptyState title="No mistakes" text="No class was taken for another." />;
  }
  return (
    <table className="lab-table numeric">
      <caption className="visually-hidden">Classes that are taken for one another most</caption>
      <thead>
        <tr>
          <th scope="col">is</th>
          <th scope="col">said</th>
          <th scope="col">times</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ count, right, answered }) => (
          <tr key={`${right} ${answered}`}>
            <th scope="row">{names[right]}</th>
            <td>{names[answered]}</td>
            <td>
              <Button
                small
                variant="quiet"
                aria-label={`${names[right]} taken for ${names[answered]}: ${formatExact(count)}`}
                onClick={() => onPair({ right, answered })}
              >
                {formatExact(count)}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
