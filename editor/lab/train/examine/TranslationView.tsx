/** Translations that the model writes by itself, beside the references. */
import { useState } from 'react';
import type { TranslationExamination } from '../../../../runtime/index';
import { formatExact } from '../../../ui/format';
import { Segmented } from '../../Segmented';

type Order = 'worst' | 'data';

export function TranslationView({ found }: { readonly found: TranslationExamination }) {
  const { bleu, exact, examples, baseline, pairs } = found;
  const [order, setOrder] = useState<Order>('worst');
  const rows = order === 'worst' ? [...pairs].sort((a, b) => a.score - b.score) : pairs;
  return (
    <div className="lab-found">
      <div className="lab-headline">
        <p>
          <strong className="numeric">{bleu.toFixed(1)}</strong> BLEU, of 100
          {baseline && (
            <span className="muted numeric">
              {' '}
              · {baseline.title}, on the same sentences: {baseline.bleu.toFixed(1)}
            </span>
          )}
          <span className="muted numeric">
            {' '}
            · {formatExact(exact)} of {formatExact(examples)} exactly as the reference
          </span>
        </p>
        <Segmented
          label="Order"
          value={order}
          options={[
            { value: 'worst', label: 'Worst first' },
            { value: 'data', label: 'In order' },
          ]}
          onChange={setOrder}
        />
      </div>
      <div className="lab-wide">
        <table className="lab-table lab-sentences">
          <caption className="visually-hidden">Source, reference and what was written</caption>
          <thead>
            <tr>
              <th scope="col">source</th>
              <th scope="col">reference</th>
              <th scope="col">written</th>
              <th
                scope="col"
                title="chrF (Popović 2015): what written and reference share in characters, of 100"
              >
                chrF
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ index, source, reference, written, score }) => (
              <tr key={index}>
                <th scope="row">{source}</th>
                <td>{reference}</td>
                <td className={written === reference ? 'right' : ''}>
                  {written === '' ? <span className="muted">nothing</span> : written}
                </td>
                <td className="numeric">{score.toFixed(0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
