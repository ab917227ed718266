/** What a file of weights would do to the graph, told before anything is replaced. */
import type { WeightReport } from '../../../runtime/index';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { useController, useLabState } from '../labContext';
import { countsOf, problemsOf, shareOf } from './weightsState';

/** More lines than anyone reads. */
const SHOWN = 200;

interface Props {
  readonly file: File;
  readonly report: WeightReport;
}

export function ReportDialog({ file, report }: Props) {
  const { weights } = useController();
  const training = useLabState((state) => state.training);
  const { convention, matched, total } = report;
  const usable = matched > 0;
  return (
    <Dialog
      title={usable ? 'Use these weights?' : 'These weights belong to another graph'}
      onClose={weights.close}
      className="lab-weights-report"
    >
      <p className="clip" title={file.name}>
        {file.name}
      </p>
      <p className="muted">
        {convention
          ? `Names as in ${convention.title}.`
          : 'None of its names belongs to a weight of this graph.'}
      </p>
      <ul className="lab-weights-counts numeric">
        {countsOf(report).map((text, index) => (
          <li key={text} className={index === 0 && matched === total ? 'whole' : ''}>
            {text}
          </li>
        ))}
      </ul>
      <Problems report={report} />
      {report.conversions.map(({ dtype, count }) => (
        <p key={dtype} className="muted">
          {count === 1 ? 'One tensor is' : `${count} tensors are`} stored as {dtype} and{' '}
          {count === 1 ? 'becomes' : 'become'} 32-bit floats.
        </p>
      ))}
      {usable && (
        <p className="lab-weights-stay">
          {matched < total && 'What the file does not have keeps its values. '}
          {training ? 'Training begins at step 0 with them; its curve so far goes. ' : ''}
          The graph stays as it is.
        </p>
      )}
      <div className="dialog-actions">
        <Button onClick={weights.close}>{usable ? 'Cancel' : 'Close'}</Button>
        {usable && (
          <Button variant="primary" onClick={() => void weights.load()}>
            Use {shareOf(report)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Problems({ report }: { readonly report: WeightReport }) {
  const problems = problemsOf(report);
  if (problems.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className="lab-weights-problems scroll" aria-label="Problems" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Weight</th>
            <th scope="col">What differs</th>
          </tr>
        </thead>
        <tbody>
          {problems.slice(0, SHOWN).map(({ name, text }) => (
            <tr key={`${name} ${text}`}>
              <th scope="row">{name}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {problems.length > SHOWN && <p className="muted">and {problems.length - SHOWN} more</p>}
    </section>
  );
}
