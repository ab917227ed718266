/** The settings of a training; each edit is one undoable step of the document. */
import { datasets, type Experiment } from '../../../runtime/index';
import { setExperiment } from '../../commands/document';
import { useEditor, useEditorStore } from '../../store/EditorContext';
import { mainFields, optimizerTitles, withOptimizer } from './experiments';
import { NumberInput } from './NumberInput';
import { OptimizerForm } from './OptimizerForm';

interface Props {
  readonly experiment: Experiment;
  /** While training, the settings stand. */
  readonly disabled: boolean;
}

export function ExperimentForm({ experiment, disabled }: Props) {
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const commit = (next: Experiment) => store.getState().commit(setExperiment(next));
  const change = (part: Partial<Experiment>) => commit({ ...experiment, ...part });
  const fixed = disabled || readOnly;
  const unknown = !datasets.some(({ id }) => id === experiment.dataset);
  return (
    <form
      className="lab-experiment"
      aria-label="Training settings"
      onSubmit={(event) => event.preventDefault()}
    >
      <label className="lab-setting wide">
        <span>Data</span>
        <select
          className="field"
          value={experiment.dataset}
          disabled={fixed}
          onChange={(event) => change({ dataset: event.target.value })}
        >
          {unknown && <option value={experiment.dataset}>{experiment.dataset} (unknown)</option>}
          {datasets.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {mainFields.map((field) => (
        <NumberInput
          key={field.key}
          field={field}
          value={experiment[field.key]}
          disabled={fixed}
          onChange={(value) => value !== null && change({ [field.key]: value })}
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
      <OptimizerForm experiment={experiment} disabled={fixed} onChange={commit} />
    </form>
  );
}
