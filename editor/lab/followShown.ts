/** Which training the lab shows: that of the variant that is shown, of the document that is open. */
import type { StoreApi } from 'zustand/vanilla';
import type { WorkspaceState } from '../persistence/workspace';
import type { EditorStore } from '../store/createEditorStore';
import { slotOf } from '../store/selectors';

/** What weights and curves belong to. */
export interface ShownTraining {
  /** Null while nothing is open. */
  readonly documentId: string | null;
  /** See `slotOf`: the same graph keeps it, whether it is the base or not. */
  readonly slot: string;
}

interface Options {
  readonly store: EditorStore;
  readonly workspace: StoreApi<WorkspaceState>;
  /** Another one is shown now; `before` is null at first. */
  readonly onShown: (shown: ShownTraining, before: ShownTraining | null) => void;
}

/** Follows store and workspace; `read` gives what is shown now, `stop` ends it. */
export function followShown({ store, workspace, onShown }: Options) {
  const read = (): ShownTraining => ({
    documentId: workspace.getState().current?.id ?? null,
    slot: slotOf(store.getState()),
  });
  let known: ShownTraining | null = null;
  const compare = () => {
    const before = known;
    const shown = read();
    if (before ? sameTraining(before, shown) : shown.documentId === null) return;
    known = shown;
    onShown(shown, before);
  };
  const stops = [store.subscribe(compare), workspace.subscribe(compare)];
  return {
    read,
    /** Tells what is shown from the start, where there is anything. */
    begin: compare,
    stop() {
      for (const stop of stops) stop();
    },
  };
}

export function sameTraining(a: ShownTraining, b: ShownTraining): boolean {
  return a.documentId === b.documentId && a.slot === b.slot;
}
