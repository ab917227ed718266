/** A line between panels that sets the width of one, by pointer or arrow keys. */
import { type PointerEvent, useRef } from 'react';

interface ResizerProps {
  readonly label: string;
  readonly width: number;
  readonly min: number;
  readonly max: number;
  readonly initial: number;
  /** The panel lies to the left or to the right of the line. */
  readonly side: 'left' | 'right';
  readonly onWidth: (width: number) => void;
}

const STEP = 16;

export function Resizer({ label, width, min, max, initial, side, onWidth }: ResizerProps) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const sign = side === 'left' ? 1 : -1;
  const set = (next: number) => onWidth(Math.round(Math.min(max, Math.max(min, next))));
  const drag = (event: PointerEvent) => {
    if (from.current) set(from.current.width + sign * (event.clientX - from.current.x));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule of text cannot be dragged
    <div
      className="resizer"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={width}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        from.current = null;
      }}
      onDoubleClick={() => onWidth(initial)}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        set(width + sign * by);
      }}
    />
  );
}
