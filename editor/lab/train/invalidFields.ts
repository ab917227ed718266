/** Which fields of the training form hold a text that cannot be taken over. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const fields = createStore<ReadonlySet<string>>(() => new Set());

/** Marks or clears a field by its id. */
export function markField(id: string, invalid: boolean): void {
  const now = fields.getState();
  if (now.has(id) === invalid) return;
  const next = new Set(now);
  if (invalid) next.add(id);
  else next.delete(id);
  fields.setState(next, true);
}

/** True while any field is marked. */
export function hasInvalidField(): boolean {
  return fields.getState().size > 0;
}

/** Keeps the mark of a field for as long as it is shown. */
export function useFieldMark(id: string, invalid: boolean): void {
  useEffect(() => {
    markField(id, invalid);
    return () => markField(id, false);
  }, [id, invalid]);
}

/** The same as `hasInvalidField`; the component is drawn again when it changes. */
export function useInvalidField(): boolean {
  return useStore(fields, ({ size }) => size > 0);
}
