/** With how many seeds each variant is trained: two buttons around a number. */
import { Minus, Plus } from 'lucide-react';

interface Props {
  readonly value: number;
  readonly most: number;
  readonly disabled: boolean;
  readonly onChange: (value: number) => void;
}

export function SeedsField({ value, most, disabled, onChange }: Props) {
  return (
    <fieldset
      className="board-seeds"
      title="Each variant is trained so many times, each from another seed: how much of a difference is chance"
    >
      <legend className="visually-hidden">Seeds</legend>
      <span aria-hidden>Seeds</span>
      <button
        type="button"
        className="button small icon"
        aria-label="One seed less"
        disabled={disabled || value <= 1}
        onClick={() => onChange(value - 1)}
      >
        <Minus size={13} aria-hidden />
      </button>
      <output className="numeric" aria-label="Seeds">
        {value}
      </output>
      <button
        type="button"
        className="button small icon"
        aria-label="One seed more"
        disabled={disabled || value >= most}
        onClick={() => onChange(value + 1)}
      >
        <Plus size={13} aria-hidden />
      </button>
    </fieldset>
  );
}
