/** How long the training goes on: a number and what it counts. */
import { useStore } from 'zustand';
import { type Experiment, findDataset, type InputNeed } from '../../../runtime/index';
import { dataKey } from '../data/dataReports';
import { useController, useLabState } from '../labContext';
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
  readonly needs: readonly InputNeed[];
  readonly disabled: boolean;
  readonly onChange: (experiment: Experiment) => void;
}

export function BudgetField({ experiment, needs, disabled, onChange }: Props) {
  const { data } = useController();
  const key = dataKey(experiment.dataset, needs);
  const state = useStore(data.store, ({ states }) => states[key]);
  const stepMs = useLabState(({ training }) => training?.progress.stepMs ?? 0);
  const known =
    state?.kind === 'known' ? state.report.sizes : findDataset(experiment.dataset)?.sizes;
  const examples = known?.train ?? null;
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
