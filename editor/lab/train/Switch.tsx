/** A setting that is on or off. */
import { useId } from 'react';

interface Props {
  readonly label: string;
  /** One line of plain words. */
  readonly doc: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Switch({ label, doc, checked, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div className="lab-setting" title={doc}>
      <label htmlFor={id}>{label}</label>
      <button
        type="button"
        id={id}
        role="switch"
        className="switch"
        aria-checked={checked}
        disabled={disabled}
        onClick={() => onChange(!checked)}
      />
    </div>
  );
}
