/** The confusion matrix as a heat map that is a table: a row is what it is, a column what was said. */
import { type KeyboardEvent, useRef, useState } from 'react';
import type { ClassesExamination } from '../../../../runtime/index';
import { formatExact } from '../../../ui/format';
import { clampTo, onGridKey } from '../../look/gridKeys';
import { viridisCss, viridisGradient } from '../../look/viridis';
import type { Pair } from './MistakesView';

interface Props {
  readonly found: ClassesExamination;
  readonly onPair: (pair: Pair) => void;
}

export function ConfusionTable({ found: { names, confusion, perClass }, onPair }: Props) {
  const table = useRef<HTMLTableElement>(null);
  /** The one cell that Tab reaches; arrow keys go on from it. */
  const [at, setAt] = useState<Pair>({ right: 0, answered: 0 });
  const onKeyDown = (event: KeyboardEvent) =>
    onGridKey(event, (rows, columns) => {
      const next = {
        right: clampTo(at.right + rows, names.length),
        answered: clampTo(at.answered + columns, names.length),
      };
      setAt(next);
      const cell = `[data-cell="${next.right} ${next.answered}"]`;
      table.current?.querySelector<HTMLElement>(cell)?.focus();
    });
  return (
    <div className="lab-wide">
      <table ref={table} className="lab-confusion numeric" onKeyDown={onKeyDown}>
        <caption className="visually-hidden">
          Confusion matrix: rows are the right classes, columns the answers
        </caption>
        <thead>
          <tr>
            <th className="lab-corner">is ↓ said →</th>
            {names.map((name, id) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a class is its place
              <th key={id} scope="col" title={name}>
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, right) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a class is its place
            <tr key={right}>
              <th scope="row" title={name}>
                {name}
              </th>
              {names.map((other, answered) => {
                const count = confusion[right * names.length + answered];
                const share = count / Math.max(1, perClass[right].support);
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a class is its place
                  <td key={answered}>
                    <button
                      type="button"
                      data-cell={`${right} ${answered}`}
                      className={right === answered ? 'right' : ''}
                      tabIndex={at.right === right && at.answered === answered ? 0 : -1}
                      style={count > 0 ? shade(share) : undefined}
                      aria-label={sentence(name, other, count)}
                      title={sentence(name, other, count)}
                      // The right ones, and none, are no mistakes to show.
                      aria-disabled={count === 0 || right === answered}
                      onFocus={() => setAt({ right, answered })}
                      onClick={() => {
                        if (count > 0 && right !== answered) onPair({ right, answered });
                      }}
                    >
                      {count > 0 ? formatExact(count) : ''}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="lab-scale">
        <span>0 %</span>
        <i style={{ background: viridisGradient() }} aria-hidden />
        <span>100 % of the row</span>
      </p>
    </div>
  );
}

function sentence(name: string, other: string, count: number): string {
  return name === other
    ? `${name}: ${formatExact(count)} right`
    : `${name} taken for ${other}: ${formatExact(count)}`;
}

/** Ink that can be read on the colour. */
function shade(share: number) {
  return { background: viridisCss(share), color: share > 0.6 ? '#111' : '#fff' };
}
