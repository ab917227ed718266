/** The settings of a training; each edit is one undoable step of the document. */
import { useMemo } from 'react';
import { type Experiment, needsOf } from '../../../runtime/index';
import { setExperiment } from '../../commands/document';
import { useEditor, useEditorStore } from '../../store/EditorContext';
import { selectAnalysis } from '../../store/selectors';
import { DataCard } from '../data/DataCard';
import { useLabState } from '../labContext';
import { BudgetField } from './BudgetField';
import { convertBudget, unitOf, warmupRemark } from './budget';
import { mainFields, optimizerTitles, withOptimizer } from './experiments';
import { NumberInput } from './NumberInput';
import { OptimizerForm } from './OptimizerForm';
import { PicturesForm } from './PicturesForm';
import { RegularisationForm } from './RegularisationForm';
import { useTrainExamples } from './useTrainExamples';

interface Props {
  readonly experiment: Experiment;
  /** While training, the settings stand. */
  readonly disabled: boolean;
}

export function ExperimentForm({ experiment, disabled }: Props) {
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const analysis = useEditor(selectAnalysis);
  const needs = useMemo(() => needsOf(analysis.plan.program), [analysis]);
  const image = needs.find(({ role }) => role === 'image');
  const examples = useTrainExamples(experiment, needs);
  // What a step takes changes all the time, and counts under a budget of time alone.
  const timed = unitOf(experiment) === 'seconds';
  const stepMs = useLabState(({ training }) => (timed && training?.progress.stepMs) || 0);
  const steps = convertBudget(experiment, 'steps', examples, stepMs);
  const commit = (next: Experiment) => store.getState().commit(setExperiment(next));
  const fixed = disabled || readOnly;
  const rest = { experiment, disabled: fixed, onChange: commit };
  return (
    <form
      className="lab-experiment"
      aria-label="Training settings"
      onSubmit={(event) => event.preventDefault()}
    >
      <div className="lab-setting wide">
        <DataCard experiment={experiment} needs={needs} disabled={fixed} />
      </div>
      <BudgetField {...rest} examples={examples} />
      {mainFields.map((field) => (
        <NumberInput
          key={field.key}
          field={field}
          value={experiment[field.key]}
          disabled={fixed}
          remark={field.key === 'warmupSteps' ? warmupRemark(experiment, steps) : null}
          onChange={(value) => value !== null && commit({ ...experiment, [field.key]: value })}
        />
      ))}
      <label className="lab-setting">
        <span>Optimiser</span>
        <select
          className="field"
          value={experiment.optimizer}
          disabled={fixed}
          onChange={(event) =>
            commit(withOptimizer(experiment, event.target.value as Experiment['optimizer']))
          }
        >
          {Object.entries(optimizerTitles).map(([key, title]) => (
            <option key={key} value={key}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <OptimizerForm {...rest} steps={steps} />
      {image && <PicturesForm {...rest} image={image} needs={needs} />}
      <RegularisationForm {...rest} />
    </form>
  );
}
