/**
 * The state of the editor: document with history, selection, view, session. One zustand store.
 *
 *   const store = createEditorStore({ document });
 *   const document = useStore(store, (state) => state.document);        // draft of a gesture included
 *   const analysis = useStore(store, selectAnalysis);                   // selectors.ts: derived data
 *   store.getState().commit(addNode({ level, block: 'linear', position }));   // one undo step
 *   store.getState().preview(moveNodes(level, positions));              // a frame of a gesture ...
 *   store.getState().commit();                                          // ... its end: one step
 *   store.getState().cancel();                                          // ... or none
 *   store.getState().dispatch({ kind: 'run-requested' });               // session.ts: reduceSession
 *
 * state     document, history, draft, readOnly, selection, view, session, backend, lastRun
 * actions   preview, commit, cancel, undo, redo, load, select, open, setReadOnly,
 *           dispatch, setBackend
 * selectors analysisOf, selectAnalysis, selectLevel, selectEditable, selectUndoLabel, selectRedoLabel
 * commands  editor/commands: each function gives a Command {label, apply}. `level` is view.openPath.
 *   nodes            addNode, removeSelection, moveNodes, applyLayout, insertOnEdge
 *   edges            connect, disconnect, reconnect
 *   params           setParam, setLabel, setRepeat, setTie
 *   bypass           setBypass
 *   hyperparameters  setHyperparameter, addHyperparameter, removeHyperparameter, renameHyperparameter
 *   clipboard        copyNodes, toClipboard, fromClipboard, pasteNodes, duplicate
 *   document         setTitle, setDescription, setExperiment, replaceDocument
 *   fixes            applyFix, canApplyFix
 *   composites       detachComposite, setBlockTitle; group: groupNodes, whyNotGroup
 *   levels           levelAt, locate (origin path -> level and node), faceOf, hyperparametersAt
 * A wire is named by `edgeKey(edge)`: `target.targetPort`.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BackendReport, GraphDocument, RunResult } from '../../runtime/index';
import { edgeKey, emptyDocument } from '../../runtime/index';
import type { Command, Level } from '../commands/command';
import { existingLevel, levelAt } from '../commands/levels';
import { type History, record, redo, startHistory, undo } from './history';
import { idle, reduceSession, type SessionEvent, type SessionState } from './session';

/** Of the open level only. */
export interface Selection {
  readonly nodes: readonly string[];
  /** Key of a wire, see `edgeKey`. */
  readonly edge: string | null;
}

export interface View {
  /** Ids of the nodes that were opened, from the top; empty: the document itself. */
  readonly openPath: Level;
}

export interface EditorState {
  /** What is shown: the draft of a gesture under way, otherwise `history.present`. */
  readonly document: GraphDocument;
  /** `history.present` is what is saved. */
  readonly history: History;
  /** Label of the gesture under way. */
  readonly draft: string | null;
  /** True in a tab that does not own the document: nothing can be committed. */
  readonly readOnly: boolean;
  readonly selection: Selection;
  readonly view: View;
  readonly session: SessionState;
  /** Which backend computes; null until the worker has started. */
  readonly backend: BackendReport | null;
  /** The last run that came back, kept while training. */
  readonly lastRun: RunResult | null;
}

export interface EditorActions {
  /** Shows a change without recording it; each one starts from the last recorded document. */
  preview(command: Command): void;
  /** Records a change as one undo step; without a command, the one that is previewed. */
  commit(command?: Command): void;
  /** Drops what is previewed. */
  cancel(): void;
  undo(): void;
  redo(): void;
  /** Opens another document: no history, nothing selected, no results. */
  load(document: GraphDocument, options?: { readonly readOnly?: boolean }): void;
  select(selection: Partial<Selection>): void;
  /** Opens a level; a path that leads nowhere opens the nearest level above it. */
  open(path: Level): void;
  setReadOnly(readOnly: boolean): void;
  dispatch(event: SessionEvent): void;
  setBackend(backend: BackendReport | null): void;
}

export type EditorStore = StoreApi<EditorState & EditorActions>;

const nothing: Selection = { nodes: [], edge: null };

/** Makes the store. It knows no storage: see `createWorkspace` in editor/persistence. */
export function createEditorStore(
  initial: { readonly document?: GraphDocument } = {},
): EditorStore {
  const start = initial.document ?? emptyDocument();
  return createStore<EditorState & EditorActions>()((set, get) => {
    /** What follows from a new document: the level may be gone, and with it the selection. */
    function show(document: GraphDocument, selection = get().selection) {
      const { view } = get();
      const openPath = existingLevel(document, view.openPath);
      const same = openPath === view.openPath;
      return {
        document,
        view: same ? view : { openPath },
        selection: same ? existing(document, openPath, selection) : nothing,
      };
    }

    return {
      document: start,
      history: startHistory(start),
      draft: null,
      readOnly: false,
      selection: nothing,
      view: { openPath: [] },
      session: idle,
      backend: null,
      lastRun: null,

      preview(command) {
        if (get().readOnly) return;
        const document = command.apply(get().history.present);
        set({ ...show(document), draft: command.label });
      },
      commit(command) {
        const { history, readOnly, document, draft } = get();
        if (readOnly || (!command && draft === null)) return;
        const next = command ? command.apply(history.present) : document;
        const label = command?.label ?? draft ?? '';
        const added = command?.selectsAdded ? addedNodes(history.present, next, get().view) : [];
        const selection = added.length > 0 ? { nodes: added, edge: null } : get().selection;
        set({ ...show(next, selection), history: record(history, label, next), draft: null });
      },
      cancel() {
        if (get().draft !== null) set({ ...show(get().history.present), draft: null });
      },
      undo() {
        if (get().readOnly) return;
        const history = undo(get().history);
        set({ ...show(history.present), history, draft: null });
      },
      redo() {
        if (get().readOnly) return;
        const history = redo(get().history);
        set({ ...show(history.present), history, draft: null });
      },
      load(document, options = {}) {
        set({
          document,
          history: startHistory(document),
          draft: null,
          readOnly: options.readOnly ?? false,
          selection: nothing,
          view: { openPath: [] },
          session: idle,
          lastRun: null,
        });
      },
      select(selection) {
        const { document, view } = get();
        const next = { ...nothing, ...selection };
        set({ selection: existing(document, view.openPath, next) });
      },
      open(path) {
        const { document } = get();
        set({ view: { openPath: existingLevel(document, path) }, selection: nothing });
      },
      setReadOnly(readOnly) {
        if (readOnly) get().cancel();
        set({ readOnly });
      },
      dispatch(event) {
        const session = reduceSession(get().session, event);
        const ran = session.kind === 'finished' && session.task === 'run';
        set({ session, lastRun: ran ? session.result : get().lastRun });
      },
      setBackend(backend) {
        set({ backend });
      },
    };
  });
}

/** The part of a selection that is there; the same object when all of it is. */
function existing(document: GraphDocument, level: Level, selection: Selection): Selection {
  const graph = levelAt(document, level)?.graph;
  if (!graph) return nothing;
  const nodes = selection.nodes.filter((id) => Object.hasOwn(graph.nodes, id));
  const edge = graph.edges.some((known) => edgeKey(known) === selection.edge)
    ? selection.edge
    : null;
  if (nodes.length === selection.nodes.length && edge === selection.edge) return selection;
  return { nodes, edge };
}

function addedNodes(before: GraphDocument, after: GraphDocument, view: View): string[] {
  const known = levelAt(before, view.openPath)?.graph.nodes ?? {};
  const nodes = levelAt(after, view.openPath)?.graph.nodes ?? {};
  return Object.keys(nodes).filter((id) => !Object.hasOwn(known, id));
}
