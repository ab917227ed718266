/** A small setting of the interface (a panel's width, open or closed), kept in this browser. */
import { useCallback, useState } from 'react';

/** Like `useState`, remembered under `name`. `check` turns what was stored into a valid value. */
export function useStored<T>(
  name: string,
  initial: T,
  check: (stored: unknown) => T | undefined,
): readonly [T, (next: T) => void] {
  const key = `patchbay.${name}`;
  const [value, setValue] = useState<T>(() => {
    try {
      const text = localStorage.getItem(key);
      return (text === null ? undefined : check(JSON.parse(text))) ?? initial;
    } catch {
      return initial;
    }
  });
  const set = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Storage may be full or forbidden: the setting then lasts as long as the page.
      }
    },
    [key],
  );
  return [value, set];
}

/** For `useStored`: a number between two bounds. */
export function within(min: number, max: number): (stored: unknown) => number | undefined {
  return (stored) =>
    typeof stored === 'number' && Number.isFinite(stored)
      ? Math.min(max, Math.max(min, stored))
      : undefined;
}

export function asBoolean(stored: unknown): boolean | undefined {
  return typeof stored === 'boolean' ? stored : undefined;
}
