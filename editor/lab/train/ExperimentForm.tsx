/** The settings of a training; each edit is one undoable step of the document. */
import { useId, useState } from 'react';
import type { Experiment } from '../../../runtime/index';
import { setExperiment } from '../../commands/document';
import { useEditor, useEditorStore } from '../../store/EditorContext';
import { formatNumber } from '../../ui/format';
import { datasets, type NumberField, numberFields, parseField } from './experiments';

interface Props {
  readonly experiment: Experiment;
  /** While training, the settings stand. */
  readonly disabled: boolean;
}

export function ExperimentForm({ experiment, disabled }: Props) {
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const change = (part: Partial<Experiment>) =>
    store.getState().commit(setExperiment({ ...experiment, ...part }));
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
      {numberFields.map((field) => (
        <NumberInput
          key={field.key}
          field={field}
          value={experiment[field.key]}
          disabled={fixed}
          onChange={(value) => change({ [field.key]: value })}
        />
      ))}
      <label className="lab-setting">
        <span>Optimizer</span>
        <select
          className="field"
          value={experiment.optimizer}
          disabled={fixed}
          onChange={(event) => change({ optimizer: event.target.value === 'sgd' ? 'sgd' : 'adam' })}
        >
          <option value="adam">Adam</option>
          <option value="sgd">SGD</option>
        </select>
      </label>
    </form>
  );
}

interface NumberInputProps {
  readonly field: NumberField;
  readonly value: number;
  readonly disabled: boolean;
  readonly onChange: (value: number) => void;
}

function NumberInput({ field, value, disabled, onChange }: NumberInputProps) {
  const [text, setText] = useState(() => plain(value));
  const [shown, setShown] = useState(value);
  // Undo, or another way to change it.
  if (shown !== value) {
    setShown(value);
    setText(plain(value));
  }
  const id = useId();
  const parsed = parseField(field, text);
  const finish = () => {
    if (parsed !== null && parsed !== value) onChange(parsed);
  };
  return (
    <div className="lab-setting" title={field.doc}>
      <label htmlFor={id}>{field.label}</label>
      <input
        id={id}
        className="field numeric"
        inputMode={field.whole ? 'numeric' : 'decimal'}
        value={text}
        disabled={disabled}
        aria-invalid={parsed === null}
        aria-describedby={parsed === null ? `${id}-problem` : undefined}
        onChange={(event) => setText(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish();
          if (event.key === 'Escape') setText(plain(value));
        }}
      />
      {parsed === null && (
        <small id={`${id}-problem`} className="lab-problem">
          {field.whole ? 'a whole number, ' : ''}
          {formatNumber(field.min)} to {formatNumber(field.max)}
        </small>
      )}
    </div>
  );
}

function plain(value: number): string {
  return formatNumber(value).replaceAll(',', '');
}
