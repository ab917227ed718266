/** A group of settings that is opened when it is wanted; remembered in this browser. */
import type { ReactNode } from 'react';
import { asBoolean, useStored } from '../../ui/useStored';

interface Props {
  /** Under which it is remembered. */
  readonly name: string;
  readonly title: string;
  /** What is set otherwise than usual, in a few words. */
  readonly note?: string;
  readonly children: ReactNode;
}

export function Fold({ name, title, note, children }: Props) {
  const [open, setOpen] = useStored(`lab.${name}`, false, asBoolean);
  return (
    <details
      className="lab-fold"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        {title}
        {note && !open && <span className="muted"> · {note}</span>}
      </summary>
      <div className="lab-experiment">{children}</div>
    </details>
  );
}
