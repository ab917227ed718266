/** A modal window on the browser's own `<dialog>`, which keeps the focus and answers Escape. */
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './Button';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Open as long as it is mounted. */
export function Dialog({ title, onClose, wide, className, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Not the button that closes: the first thing that can be done here.
    const first = '.dialog-body :is(button, input, select, textarea, a[href]):not(:disabled)';
    (element?.querySelector<HTMLElement>(first) ?? element)?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      className={['dialog', wide ? 'wide' : '', className ?? ''].join(' ')}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        // The backdrop belongs to the dialog element itself.
        if (event.target === dialog.current) onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton label="Close" align="end" onClick={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
