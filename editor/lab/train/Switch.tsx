/** A setting that is on or off. */
import { useId } from 'react';

interface Props {
  readonly label: string;
  /** One line of plain words. */
  readonly doc: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  /** What to know about how it is set. */
  readonly remark?: string | null;
  readonly onChange: (checked: boolean) => void;
}

export function Switch({ label, doc, checked, disabled, remark = null, onChange }: Props) {
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
        aria-describedby={remark ? `${id}-note` : undefined}
        onClick={() => onChange(!checked)}
      />
      {remark && (
        <small id={`${id}-note`} className="lab-remark">
          {remark}
        </small>
      )}
    </div>
  );
}
