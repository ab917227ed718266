/** The settings of a training; each edit is one undoable step of the document. */
import { type DatasetInfo, datasets, type Experiment } from '../../../runtime/index';
import { setExperiment } from '../../commands/document';
import { useEditor, useEditorStore } from '../../store/EditorContext';
import { mainFields, optimizerTitles, withOptimizer } from './experiments';
import { NumberInput } from './NumberInput';
import { OptimizerForm } from './OptimizerForm';

const titles: Readonly<Record<DatasetInfo['group'], string>> = {
  pictures: 'Pictures',
  text: 'Text',
  sequences: 'Sequences',
  own: 'Your own',
};
/** Groups that hold anything, in the order of the data sets. */
const groups = [...new Set(datasets.map(({ group }) => group))].map((group) => ({
  group,
  title: titles[group],
}));

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
          {groups.map(({ group, title }) => (
            <optgroup key={group} label={title}>
              {datasets
                .filter((info) => info.group === group)
                .map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
            </optgroup>
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
