/** A place where nothing is yet: what it will show, and what to do for it. */
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

export function EmptyState({ title, text, children }: Props) {
  return (
    <div className="lab-empty">
      <strong>{title}</strong>
      <p>{text}</p>
      {children}
    </div>
  );
}
