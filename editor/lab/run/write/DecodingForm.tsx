/** How the next token is chosen: a method, and the numbers that belong to it. */
import { Dices } from 'lucide-react';
import { useId } from 'react';
import type { Decoding } from '../../../../runtime/index';
import { IconButton } from '../../../ui/Button';
import { useController, useLabState } from '../../labContext';
import { Segmented } from '../../Segmented';
import { decodingOf, fields, fieldsOf, type Method, methodDocs, methodTitles } from './decoding';
import type { Writing } from './findWriting';
import { SettingField } from './SettingField';

interface Props {
  readonly writing: Writing;
  readonly disabled: boolean;
}

export function DecodingForm({ writing, disabled }: Props) {
  const controller = useController();
  const settings = useLabState((state) => state.writing);
  const { answers } = writing;
  const decoding = decodingOf(settings, writing);
  const change = (part: Partial<Decoding>) =>
    controller.setWriting({
      ...settings,
      [answers ? 'answering' : 'continuing']: { ...decoding, ...part },
    });
  const methods: readonly Method[] = answers ? ['greedy', 'sample', 'beam'] : ['greedy', 'sample'];
  return (
    <form
      className="write-decoding"
      aria-label="How it writes"
      onSubmit={(event) => {
        event.preventDefault();
        void controller.run();
      }}
    >
      <h3>How it writes</h3>
      <Segmented
        label="Tokens are chosen"
        value={decoding.method}
        onChange={(method) => change({ method })}
        options={methods.map((value) => ({ value, label: methodTitles[value] }))}
      />
      <p className="muted">{methodDocs[decoding.method]}</p>
      <div className="write-settings">
        {fieldsOf[decoding.method].map((name) =>
          name === 'temperature' ? (
            <Temperature
              key={name}
              value={decoding.temperature}
              disabled={disabled}
              onChange={(temperature) => change({ temperature })}
            />
          ) : (
            <SettingField
              key={name}
              field={fields[name]}
              value={decoding[name]}
              disabled={disabled}
              onChange={(value) => change({ [name]: value })}
            >
              {name === 'seed' && (
                <IconButton
                  label="Another seed"
                  tip="above"
                  align="end"
                  small
                  disabled={disabled}
                  onClick={() => change({ seed: (decoding.seed + 1) % (fields.seed.max + 1) })}
                >
                  <Dices size={15} aria-hidden />
                </IconButton>
              )}
            </SettingField>
          ),
        )}
      </div>
      <button type="submit" className="visually-hidden" tabIndex={-1} disabled={disabled}>
        Write
      </button>
    </form>
  );
}

interface TemperatureProps {
  readonly value: number;
  readonly disabled: boolean;
  readonly onChange: (value: number) => void;
}

function Temperature({ value, disabled, onChange }: TemperatureProps) {
  const id = useId();
  const { label, min, max, doc } = fields.temperature;
  return (
    <div className="lab-setting wide" title={doc}>
      <label htmlFor={id}>{label}</label>
      <div className="write-slider">
        <input
          id={id}
          type="range"
          min={min}
          max={max}
          step={0.05}
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(Number(event.target.value))}
        />
        <output className="numeric" htmlFor={id}>
          {value.toFixed(2)}
        </output>
      </div>
    </div>
  );
}
