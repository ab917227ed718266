/** Gives components the editor's store: `const document = useEditor((state) => state.document)`. */
import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { EditorActions, EditorState, EditorStore } from './createEditorStore';

const EditorContext = createContext<EditorStore | null>(null);

interface EditorProviderProps {
  readonly store: EditorStore;
  readonly children: ReactNode;
}

export function EditorProvider({ store, children }: EditorProviderProps) {
  return <EditorContext value={store}>{children}</EditorContext>;
}

/** The store itself, for reading in event handlers. */
export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext);
  if (!store) throw new Error('useEditorStore needs an EditorProvider above it');
  return store;
}

/** A part of the state; the component is drawn again when that part changes. */
export function useEditor<T>(selector: (state: EditorState & EditorActions) => T): T {
  return useStore(useEditorStore(), selector);
}
