/** A number of the writing as it is typed: taken over while it is valid. */
import { type ReactNode, useId, useState } from 'react';
import { formatNumber } from '../../../ui/format';
import { type DecodingField, parseSetting } from './decoding';

interface Props {
  readonly field: DecodingField;
  /** Null: off, an empty field. */
  readonly value: number | null;
  readonly disabled: boolean;
  readonly onChange: (value: number | null) => void;
  /** Stands behind the field. */
  readonly children?: ReactNode;
}

export function SettingField({ field, value, disabled, onChange, children }: Props) {
  const [text, setText] = useState(() => plain(value));
  const [shown, setShown] = useState(value);
  // Another way to change it.
  if (shown !== value) {
    setShown(value);
    if (parseSetting(field, text) !== value) setText(plain(value));
  }
  const id = useId();
  const wrong = parseSetting(field, text) === undefined;
  return (
    <div className="lab-setting" title={field.doc}>
      <label htmlFor={id}>{field.label}</label>
      <div className="write-field">
        <input
          id={id}
          className="field numeric"
          inputMode={field.whole ? 'numeric' : 'decimal'}
          value={text}
          placeholder={field.optional ? 'off' : undefined}
          disabled={disabled}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-problem` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            const parsed = parseSetting(field, event.target.value);
            if (parsed !== undefined && parsed !== value) onChange(parsed);
          }}
          onBlur={() => setText(plain(value))}
        />
        {children}
      </div>
      {wrong && (
        <small id={`${id}-problem`} className="lab-problem">
          {field.whole ? 'a whole number, ' : ''}
          {formatNumber(field.min)} to {formatNumber(field.max)}
          {field.optional ? ', or empty' : ''}
        </small>
      )}
    </div>
  );
}

function plain(value: number | null): string {
  return value === null ? '' : String(value);
}
