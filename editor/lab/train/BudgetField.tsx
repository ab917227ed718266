/** How long the training goes on: a number and what it counts. */
import type { Experiment } from '../../../runtime/index';
import { useLabState } from '../labContext';
import {
  type BudgetUnit,
  budgetFields,
  budgetWords,
  convertBudget,
  unitOf,
  withBudget,
} from './budget';
import { NumberInput } from './NumberInput';

interface Props {
  readonly experiment: Experiment;
  /** Null where not known. */
  readonly examples: number | null;
  readonly disabled: boolean;
  readonly onChange: (experiment: Experiment) => void;
}

export function BudgetField({ experiment, examples, disabled, onChange }: Props) {
  const stepMs = useLabState(({ training }) => training?.progress.stepMs ?? 0);
  const unit = unitOf(experiment);
  const words = budgetWords(experiment, examples, stepMs);
  return (
    <div className="lab-budget wide">
      <NumberInput
        key={unit}
        field={budgetFields[unit]}
        value={experiment[unit] ?? null}
        disabled={disabled}
        onChange={(value) => value !== null && onChange(withBudget(experiment, unit, value))}
      />
      <label className="lab-setting">
        <span>Trains for</span>
        <select
          className="field"
          value={unit}
          disabled={disabled}
          onChange={(event) => {
            const next = event.target.value as BudgetUnit;
            const amount = convertBudget(experiment, next, examples, stepMs);
            onChange(withBudget(experiment, next, amount));
          }}
        >
          <option value="steps">steps</option>
          <option value="epochs">epochs</option>
          <option value="seconds">seconds</option>
        </select>
      </label>
      {words && <small className="muted numeric">{words}</small>}
    </div>
  );
}
