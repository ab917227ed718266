/** The most confident wrong answers, and the right ones that were nearly wrong; each goes to the Run tab. */
import { X } from 'lucide-react';
import type { AnsweredExample, ClassesExamination } from '../../../../runtime/index';
import { needsOf } from '../../../../runtime/index';
import { useEditor } from '../../../store/EditorContext';
import { selectAnalysis } from '../../../store/selectors';
import { Button } from '../../../ui/Button';
import { formatExact, formatPlural } from '../../../ui/format';
import { percent } from '../../format';
import { useController } from '../../labContext';
import { findInputs } from '../../run/graphInputs';
import { defaultExperiment } from '../experiments';
import { Thumb } from './Thumb';

/** Examples of one class that were taken for another. */
export interface Pair {
  readonly right: number;
  readonly answered: number;
}

const SHOWN = 24;

interface Props {
  readonly found: ClassesExamination;
  /** The data that they are of. */
  readonly dataset: string | null;
  readonly pair: Pair | null;
  readonly onPair: (pair: Pair | null) => void;
}

export function MistakesView({ found, dataset, pair, onPair }: Props) {
  const { names, confusion, examples, mistakes, unsure } = found;
  const wrong = examples - names.reduce((sum, _, id) => sum + confusion[id * names.length + id], 0);
  const shown = mistakes
    .filter((each) => !pair || (each.right === pair.right && each.answered === pair.answered))
    .slice(0, SHOWN);
  const total = pair ? confusion[pair.right * names.length + pair.answered] : wrong;
  return (
    <div className="lab-found">
      <section>
        <h3>
          {total === 0
            ? 'No mistakes'
            : `${formatExact(total)} ${total === 1 ? 'mistake' : 'mistakes'}`}
          {total > 0 && (
            <small>
              {shown.length < total
                ? `the ${shown.length} that it was surest of`
                : 'the surest first'}
            </small>
          )}
          {pair && (
            <Button small onClick={() => onPair(null)} aria-label="Show all mistakes">
              {names[pair.right]} taken for {names[pair.answered]} <X size={13} aria-hidden />
            </Button>
          )}
        </h3>
        {total === 0 ? (
          <p className="muted">
            Every one of the {formatPlural(examples, 'test example')} was answered rightly.
          </p>
        ) : (
          <Examples label="Mistakes" examples={shown} names={names} dataset={dataset} />
        )}
      </section>
      {!pair && unsure.length > 0 && (
        <section>
          <h3>
            Right, but least sure <small>the next to go wrong</small>
          </h3>
          <Examples label="Least sure" examples={unsure} names={names} dataset={dataset} />
        </section>
      )}
    </div>
  );
}

interface ExamplesProps {
  readonly label: string;
  readonly examples: readonly AnsweredExample[];
  readonly names: readonly string[];
  readonly dataset: string | null;
}

function Examples({ label, examples, names, dataset }: ExamplesProps) {
  const controller = useController();
  const document = useEditor((state) => state.document);
  const analysis = useEditor(selectAnalysis);
  const { experiment = defaultExperiment(needsOf(analysis.plan.program)) } = document;
  // An example of other data than the Run tab shows now cannot be shown there.
  const canShow = experiment.dataset === dataset;
  const show = (index: number) => {
    for (const { path } of findInputs(document, analysis)) {
      controller.edit(path, { kind: 'sample', index });
    }
    controller.show('run');
    void controller.run();
  };
  return (
    <ul className="lab-mistakes" aria-label={label}>
      {examples.map(({ index, right, answered, probability, seen }) => (
        <li key={index}>
          <button
            type="button"
            disabled={!canShow}
            title={canShow ? `Test example ${index + 1}: show it in Run` : undefined}
            onClick={() => show(index)}
          >
            <Thumb seen={seen} />
            <span>
              {right === answered ? (
                <>is {names[right]}</>
              ) : (
                <>
                  said <b>{names[answered]}</b>, is <b>{names[right]}</b>
                </>
              )}
            </span>
            <small className="lab-sure numeric">{percent(probability)} sure</small>
          </button>
        </li>
      ))}
    </ul>
  );
}
