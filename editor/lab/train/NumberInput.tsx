/** A number of the training as it is typed: taken over on Enter or when the field is left. */
import { useId, useState } from 'react';
import { formatNumber } from '../../ui/format';
import { type NumberRange, parseField } from './experiments';
import { useFieldMark } from './invalidFields';

interface Props {
  readonly field: NumberRange;
  /** Null: off, an empty field. */
  readonly value: number | null;
  readonly disabled: boolean;
  /** What to know about a value that can be trained with, but hardly is meant. */
  readonly remark?: string | null;
  readonly onChange: (value: number | null) => void;
}

export function NumberInput({ field, value, disabled, remark = null, onChange }: Props) {
  const [text, setText] = useState(() => plain(value));
  const [shown, setShown] = useState(value);
  // Undo, or another way to change it.
  if (shown !== value) {
    setShown(value);
    setText(plain(value));
  }
  const id = useId();
  const parsed = parseField(field, text);
  const wrong = parsed === undefined;
  // A value that the document brought along is not hidden behind another one: it may be trained.
  useFieldMark(id, wrong && text !== plain(value));
  const finish = () => {
    if (!wrong && parsed !== value) onChange(parsed);
  };
  return (
    <div className="lab-setting" title={field.doc}>
      <label htmlFor={id}>{field.label}</label>
      <input
        id={id}
        className="field numeric"
        inputMode={field.whole ? 'numeric' : 'decimal'}
        value={text}
        placeholder={field.absent === null ? 'off' : undefined}
        disabled={disabled}
        aria-invalid={wrong}
        aria-describedby={wrong || remark ? `${id}-note` : undefined}
        onChange={(event) => setText(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            // It ends the field, not the form around it.
            event.preventDefault();
            finish();
          }
          if (event.key === 'Escape') setText(plain(value));
        }}
      />
      {wrong && (
        <small id={`${id}-note`} className="lab-problem">
          {field.whole ? 'a whole number, ' : ''}
          {formatNumber(field.min)} to {formatNumber(field.max)}
          {field.absent === null ? ', or empty' : ''}
        </small>
      )}
      {!wrong && remark && (
        <small id={`${id}-note`} className="lab-remark">
          {remark}
        </small>
      )}
    </div>
  );
}

function plain(value: number | null): string {
  return value === null ? '' : formatNumber(value).replaceAll(',', '');
}
