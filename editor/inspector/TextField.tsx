/** A line of text that is recorded when it is left or Enter is pressed. */
import { useEffect, useState } from 'react';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly disabled: boolean;
  readonly rows?: number;
  /** Id of a datalist with suggestions. */
  readonly list?: string;
  readonly onCommit: (text: string) => void;
}

export function TextField(props: TextFieldProps) {
  const { label, value, placeholder, disabled, rows, list, onCommit } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const finish = () => {
    if (text !== value) onCommit(text);
  };
  const shared = {
    className: 'field',
    'aria-label': label,
    placeholder,
    disabled,
    value: text,
    onBlur: finish,
  };
  if (rows) {
    return <textarea {...shared} rows={rows} onChange={(event) => setText(event.target.value)} />;
  }
  return (
    <input
      {...shared}
      list={list}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setText(value);
      }}
    />
  );
}
