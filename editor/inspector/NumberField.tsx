/**
 * A number or an expression of hyperparameters. The graph follows while one types; leaving the
 * field or Enter records one step, Escape takes it back.
 */
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { namesIn } from '../../runtime/index';
import { readWritten, stepWritten } from './writtenNumber';

interface NumberFieldProps {
  readonly label: string;
  readonly written: number | string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly unit?: string;
  readonly error?: string;
  readonly disabled: boolean;
  /** Names that an expression may use. */
  readonly names: readonly string[];
  readonly onPreview: (written: number | string | undefined) => void;
  readonly onCommit: () => void;
  readonly onCancel: () => void;
}

export function NumberField(props: NumberFieldProps) {
  const { label, written, min, max, whole, unit, error, disabled, names } = props;
  const shown = Number.isNaN(written) ? '' : String(written);
  const [text, setText] = useState<string | null>(null);
  const id = useId();
  // What was typed gives way when the value changes from elsewhere: undo, a fix.
  useEffect(() => {
    setText((typed) => (typed !== null && readWritten(typed) === written ? typed : null));
  }, [written]);

  const type = (next: string) => {
    setText(next);
    props.onPreview(readWritten(next));
  };
  const finish = () => {
    if (text === null) return;
    setText(null);
    props.onCommit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') finish();
    else if (event.key === 'Escape' && text !== null) {
      event.stopPropagation();
      setText(null);
      props.onCancel();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const by = event.key === 'ArrowUp' ? 1 : -1;
      const next = stepWritten(text ?? shown, by, { min, max, whole });
      if (next === null) return;
      event.preventDefault();
      type(String(next));
    }
  };

  const expression = typeof written === 'string' && namesIn(written).length > 0;
  return (
    <div className="number-field">
      <div className={`number-box ${expression ? 'expression' : ''}`}>
        <input
          className="field numeric"
          aria-label={label}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          autoComplete="off"
          spellCheck={false}
          list={names.length > 0 ? `${id}-names` : undefined}
          disabled={disabled}
          value={text ?? shown}
          onChange={(event) => type(event.target.value)}
          onBlur={finish}
          onKeyDown={onKeyDown}
        />
        <span className="number-after">{unit && !expression && <span>{unit}</span>}</span>
        {names.length > 0 && (
          <datalist id={`${id}-names`}>
            {names.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        )}
      </div>
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
