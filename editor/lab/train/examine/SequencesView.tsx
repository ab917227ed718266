/** Questions with what was answered, the wrong ones first, and where the wrong ones lie. */
import type { SequencesExamination } from '../../../../runtime/index';
import { formatExact } from '../../../ui/format';
import { percent } from '../../format';

const SHOWN = 60;

export function SequencesView({ found }: { readonly found: SequencesExamination }) {
  const { accuracy, examples, groups, rows } = found;
  const sorted = [...rows].sort((a, b) => Number(a.right) - Number(b.right)).slice(0, SHOWN);
  return (
    <div className="lab-found lab-beside">
      <section>
        <h3>
          {percent(accuracy)} right in every token{' '}
          <small>
            {sorted.length < examples
              ? `${SHOWN} of ${formatExact(examples)}, the wrong ones first`
              : 'the wrong ones first'}
          </small>
        </h3>
        <div className="lab-wide">
          <table className="lab-table lab-sentences mono">
            <caption className="visually-hidden">Questions and answers</caption>
            <thead>
              <tr>
                <th scope="col">question</th>
                <th scope="col">answer</th>
                <th scope="col">written</th>
                <th scope="col">
                  <span className="visually-hidden">right or wrong</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {sorted.map(({ index, question, answer, written, right }) => (
                <tr key={index}>
                  <th scope="row">{question}</th>
                  <td>{answer}</td>
                  <td>{written}</td>
                  <td className={right ? 'right' : 'wrong'}>{right ? 'right' : 'wrong'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {groups && (
        <section>
          <h3>By {groups.by === 'length' ? 'length of the question' : 'answer'}</h3>
          <table className="lab-table numeric lab-scores">
            <thead>
              <tr>
                <th scope="col">{groups.by === 'length' ? 'tokens' : 'answer'}</th>
                <th scope="col">examples</th>
                <th scope="col">right</th>
              </tr>
            </thead>
            <tbody>
              {groups.rows.map(({ key, examples: count, right }) => (
                <tr key={key}>
                  <th scope="row">{key}</th>
                  <td>{formatExact(count)}</td>
                  <td>
                    <span className="lab-score">
                      <i aria-hidden>
                        <b style={{ inlineSize: `${(100 * right) / count}%` }} />
                      </i>
                      {percent(right / count)}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}
