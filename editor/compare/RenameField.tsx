/** The title of a variant while it is typed, over its tab. */
import { type CSSProperties, useEffect, useRef, useState } from 'react';

interface Props {
  readonly title: string;
  readonly style: CSSProperties;
  /** What was typed; null where that was called off. */
  readonly onDone: (title: string | null) => void;
}

export function RenameField({ title, style, onDone }: Props) {
  const [text, setText] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = (typed: string | null) => {
    // Leaving the field follows from Enter and Escape.
    if (over.current) return;
    over.current = true;
    onDone(typed);
  };
  return (
    <input
      ref={field}
      className="field variant-rename"
      style={style}
      aria-label="Title of the variant"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(text);
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        finish(null);
      }}
    />
  );
}
