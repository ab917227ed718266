/** Whether the variants are seen side by side, in the place of the canvas. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { EditorState } from '../../store/createEditorStore';
import { useEditor } from '../../store/EditorContext';
import { selectWhole } from '../../store/selectors';

const view = createStore<{ readonly asked: boolean }>(() => ({ asked: false }));

/** Lays the variants side by side, or goes back to the one that is edited. */
export function showSideBySide(shown: boolean): void {
  view.setState({ asked: shown });
}

/** False while there are no variants, whatever was asked for. */
export function isSideBySide(state: EditorState): boolean {
  return view.getState().asked && selectWhole(state).variants !== undefined;
}

export function useSideBySide(): boolean {
  const asked = useStore(view, (state) => state.asked);
  return useEditor((state) => asked && isSideBySide(state));
}
