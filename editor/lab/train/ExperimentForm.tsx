/** The settings of a training; each edit is one undoable step of the document. */
import { type DatasetInfo, type Experiment, isOwnId, titleOfOwnId } from '../../../runtime/index';
import { setExperiment } from '../../commands/document';
import { useEditor, useEditorStore } from '../../store/EditorContext';
import { openOwnData, useOwnDatasets } from '../data/ownDatasets';
import { mainFields, optimizerTitles, withOptimizer } from './experiments';
import { NumberInput } from './NumberInput';
import { OptimizerForm } from './OptimizerForm';

const titles: Readonly<Record<DatasetInfo['group'], string>> = {
  pictures: 'Pictures',
  text: 'Text',
  sequences: 'Sequences',
  own: 'Your own',
};
/** An entry that is no data set: it opens the window of the user's own data. */
const OWN = 'own';

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
  const offered = useOwnDatasets();
  // Groups that hold anything, in the order of the data sets.
  const groups = [...new Set(offered.map(({ group }) => group))].map((group) => ({
    group,
    title: titles[group],
  }));
  const unknown = !offered.some(({ id }) => id === experiment.dataset);
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
          onChange={(event) =>
            event.target.value === OWN ? openOwnData() : change({ dataset: event.target.value })
          }
        >
          {unknown && <option value={experiment.dataset}>{nameUnknown(experiment.dataset)}</option>}
          {groups.map(({ group, title }) => (
            <optgroup key={group} label={title}>
              {offered
                .filter((info) => info.group === group)
                .map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
            </optgroup>
          ))}
          <option value={OWN}>Your own data…</option>
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

function nameUnknown(id: string): string {
  return isOwnId(id) ? `${titleOfOwnId(id)} (not on this computer)` : `${id} (unknown)`;
}
