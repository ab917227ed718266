/** Asks for one thing and several values of it: each value becomes a variant. */
import { useMemo, useState } from 'react';
import { BASE, MAX_COMPARED, needsOf, variantDocument } from '../../runtime/index';
import { planSweep, type SweepValue } from '../commands/sweep';
import { variantTitle } from '../commands/variants';
import { defaultExperiment } from '../lab/train/experiments';
import { useEditor } from '../store/EditorContext';
import { analysisOf, selectWhole } from '../store/selectors';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { formatPlural } from '../ui/format';
import { choiceValue, readValues, type SweepThing, sweepThings } from './sweepThings';
import { useVariants } from './VariantsContext';

interface Props {
  /** What is copied. */
  readonly from: string;
  readonly onClose: () => void;
}

export function SweepDialog({ from, onClose }: Props) {
  const actions = useVariants();
  const whole = useEditor(selectWhole);
  const level = useEditor((state) => state.view.openPath);
  const selected = useEditor((state) => state.selection.nodes);
  const document = variantDocument(whole, from) ?? whole;
  const experiment = useMemo(
    () => document.experiment ?? defaultExperiment(needsOf(analysisOf(document).plan.program)),
    [document],
  );
  const groups = useMemo(
    () =>
      sweepThings({
        document,
        experiment,
        level,
        node: selected.length === 1 ? selected[0] : null,
      }),
    [document, experiment, level, selected],
  );
  const all = groups.flatMap(({ things }) => things);
  const [key, setKey] = useState(
    all.find(({ key }) => key.startsWith('param'))?.key ?? all[0]?.key,
  );
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<readonly SweepValue[]>([]);
  const thing = all.find((each) => each.key === key) ?? all[0];
  if (!thing) return null;
  const typed = readValues(thing, text);
  const values = thing.range.kind === 'choices' ? chosen : typed.values;
  const plan = planSweep(whole, { from, target: thing.target, values, experiment });
  const title = variantTitle(whole, from);

  return (
    <Dialog title="Try several values" onClose={onClose}>
      <p className="muted">
        Each value becomes a variant: a copy of {from === BASE ? 'the base' : `“${title}”`} that
        differs in this alone.
      </p>
      <form
        className="sweep"
        onSubmit={(event) => {
          event.preventDefault();
          if (plan.made.length === 0 || typed.problem) return;
          onClose();
          void actions.sweep({ from, target: thing.target, values });
        }}
      >
        <label>
          <span>What</span>
          <select
            className="field"
            value={thing.key}
            onChange={(event) => {
              setKey(event.target.value);
              setText('');
              setChosen([]);
            }}
          >
            {groups.map((group) => (
              <optgroup key={group.title} label={group.title}>
                {group.things.map((each) => (
                  <option key={each.key} value={each.key}>
                    {each.label}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
        {thing.range.kind === 'numbers' ? (
          <label>
            <span>Values</span>
            <input
              className="field"
              value={text}
              placeholder="2, 4, 8"
              aria-invalid={typed.problem !== null}
              aria-describedby="sweep-plan"
              onChange={(event) => setText(event.target.value)}
            />
          </label>
        ) : (
          <Choices thing={thing} chosen={chosen} onChange={setChosen} />
        )}
        <ul id="sweep-plan" className="sweep-plan" aria-live="polite">
          <li className="muted">
            Now {thing.name} {thing.now}.
          </li>
          {typed.problem && <li className="field-error">{typed.problem}</li>}
          {plan.made.length > 0 && <li>Makes {list(plan.made)}.</li>}
          {plan.same.length > 0 && (
            <li className="muted">
              {list(plan.same)}: {from === BASE ? 'the base' : `“${title}”`} has that already.
            </li>
          )}
          {plan.leftOut.length > 0 && (
            <li className="field-error">
              No room for {list(plan.leftOut)}: at most {MAX_COMPARED} graphs lie side by side.
            </li>
          )}
        </ul>
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={plan.made.length === 0 || typed.problem !== null}
          >
            {plan.made.length > 0
              ? `Make ${formatPlural(plan.made.length, 'variant')}`
              : 'Make variants'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ChoicesProps {
  readonly thing: SweepThing;
  readonly chosen: readonly SweepValue[];
  readonly onChange: (chosen: readonly SweepValue[]) => void;
}

function Choices({ thing, chosen, onChange }: ChoicesProps) {
  if (thing.range.kind !== 'choices') return null;
  return (
    <fieldset className="sweep-choices">
      <legend>Values</legend>
      {thing.range.choices.map((choice) => {
        const value = choiceValue(thing, choice);
        const rest = chosen.filter((each) => each.value !== choice.value);
        return (
          <label key={String(choice.value)}>
            <input
              type="checkbox"
              checked={rest.length < chosen.length}
              onChange={(event) => onChange(event.target.checked ? [...chosen, value] : rest)}
            />
            {choice.title}
          </label>
        );
      })}
    </fieldset>
  );
}

function list(values: readonly SweepValue[]): string {
  return values.map(({ title }) => title).join(', ');
}
