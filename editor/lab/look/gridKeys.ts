/** Arrow keys on a grid of cells: one step, Home and End to the ends of the row. */
import type { KeyboardEvent } from 'react';

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-5, 0],
  PageDown: [5, 0],
};

/** Calls `move` with rows and columns to go; infinite for the ends. Other keys are let through. */
export function onGridKey(
  event: KeyboardEvent,
  move: (rows: number, columns: number) => void,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step =
    event.key === 'Home'
      ? ([0, Number.NEGATIVE_INFINITY] as const)
      : event.key === 'End'
        ? ([0, Number.POSITIVE_INFINITY] as const)
        : steps[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  move(...step);
}

/** A place in 0..count-1. */
export function clampTo(place: number, count: number): number {
  return Math.min(count - 1, Math.max(0, place));
}
