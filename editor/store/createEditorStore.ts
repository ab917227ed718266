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
 *   store.getState().showVariant('v1');                                 // `document` is that one now
 *   store.getState().annotate((results) => [...results, result]);       // no step of undo
 *   store.getState().dispatch({ kind: 'run-requested' });               // session.ts: reduceSession
 *
 * state     document, history, draft, readOnly, selection, view, swaps, loads, session, backend, lastRun
 * actions   preview, commit, cancel, undo, redo, annotate, load, showVariant, select, open,
 *           setReadOnly, dispatch, setBackend
 * selectors analysisOf, selectAnalysis, selectWhole, selectRecorded, selectLevel, selectEditable,
 *           selectUndoLabel, selectRedoLabel, slotOf
 * commands  editor/commands: each function gives a Command {label, apply}. `level` is view.openPath.
 *   nodes            addNode, removeSelection, moveNodes, applyLayout, insertOnEdge
 *   edges            connect, disconnect, reconnect
 *   params           setParam, setLabel, setRepeat, setTie
 *   bypass           setBypass
 *   hyperparameters  setHyperparameter, addHyperparameter, removeHyperparameter, renameHyperparameter
 *   clipboard        copyNodes, toClipboard, fromClipboard, pasteNodes, duplicate
 *   document         setTitle, setDescription, setExperiment, replaceDocument
 *   fixes            applyFix, canApplyFix
 *   variants         forkVariant, removeVariant, renameVariant, moveVariant, makeBase; sweep: sweepVariants;
 *                    comparison: setSeeds
 *   composites       detachComposite, setBlockTitle; group: groupNodes, whyNotGroup
 *   levels           levelAt, locate (origin path -> level and node), faceOf, hyperparametersAt
 * A wire is named by `edgeKey(edge)`: `target.targetPort`.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BackendReport, GraphDocument, RunRecord, RunResult } from '../../runtime/index';
import {
  BASE,
  edgeKey,
  emptyDocument,
  variantDocument,
  withResults,
  withVariantDocument,
} from '../../runtime/index';
import type { Command, Level } from '../commands/command';
import { existingLevel, levelAt } from '../commands/levels';
import { annotate, type History, record, redo, shownAround, startHistory, undo } from './history';
import { slotOf } from './selectors';
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
  /** Id of the variant, or `BASE`. */
  readonly variant: string;
}

/** A gesture under way. */
export interface Draft {
  readonly command: Command;
  /** The document with all its variants, should it end here. */
  readonly whole: GraphDocument;
}

export interface EditorState {
  /** The variant that is shown, as a document: in a gesture as it would be, otherwise as recorded. */
  readonly document: GraphDocument;
  /** `history.present`, with all variants, is what is saved. */
  readonly history: History;
  readonly draft: Draft | null;
  /** True in a tab that does not own the document: nothing can be committed. */
  readonly readOnly: boolean;
  readonly selection: Selection;
  readonly view: View;
  /**
   * Variants that changed places with the base since the document was loaded, one after another, by
   * a step, its undo or redo: what is kept beside the document under their ids changes with them.
   */
  readonly swaps: readonly string[];
  /** Grows when a document is loaded. */
  readonly loads: number;
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
  /** Shows the variant that the step changed. */
  undo(): void;
  redo(): void;
  /** Changes the results, in what undo and redo lead to as well; see `annotate` in history.ts. */
  annotate(change: (results: readonly RunRecord[]) => readonly RunRecord[]): void;
  /** Opens another document: no history, nothing selected, no results. */
  load(document: GraphDocument, options?: { readonly readOnly?: boolean }): void;
  /** Shows another variant, at the same level where it has that; an unknown id: the base. */
  showVariant(id: string): void;
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
    /** Shows a variant; the level may be gone, and with it the selection. */
    function show(
      whole: GraphDocument,
      wanted = get().view.variant,
      { selection = get().selection, swapped = null as string | null } = {},
    ) {
      const { view, swaps } = get();
      const variant = variantDocument(whole, wanted) ? wanted : BASE;
      const document = variantDocument(whole, variant) as GraphDocument;
      const openPath = existingLevel(document, view.openPath);
      const samePath = openPath === view.openPath;
      const next = {
        view: samePath && variant === view.variant ? view : { openPath, variant },
        swaps: swapped === null ? swaps : [...swaps, swapped],
      };
      // What was computed is of the variant that was shown.
      const left = slotOf(next) !== slotOf(get());
      return {
        ...next,
        document,
        draft: null,
        selection: samePath ? existing(document, openPath, selection) : nothing,
        ...(left && { session: idle, lastRun: null }),
      };
    }

    function apply(command: Command): GraphDocument {
      const { history, view } = get();
      const { present } = history;
      if (!command.whole) {
        const recorded = variantDocument(present, view.variant) as GraphDocument;
        return withVariantDocument(present, view.variant, command.apply(recorded));
      }
      const next = command.apply(present);
      // Results belong to no step.
      return command.swaps ? next : withResults(next, present.results ?? []);
    }

    return {
      document: variantDocument(start, BASE) as GraphDocument,
      history: startHistory(start),
      draft: null,
      readOnly: false,
      selection: nothing,
      view: { openPath: [], variant: BASE },
      swaps: [],
      loads: 0,
      session: idle,
      backend: null,
      lastRun: null,

      preview(command) {
        if (get().readOnly) return;
        const whole = apply(command);
        set({ ...show(whole), draft: { command, whole } });
      },
      commit(command) {
        const { history, readOnly, draft, view } = get();
        const made = command ?? draft?.command;
        const whole = command ? apply(command) : draft?.whole;
        if (readOnly || !made || !whole) return;
        if (whole === history.present) return set(show(whole));
        const { label, swaps: swapped = null, selectsAdded } = made;
        const note = {
          label,
          ...shownAround(history.present, whole, view.variant, made),
          ...(swapped !== null && { swapped }),
        };
        const added = selectsAdded ? addedNodes(history.present, whole, view) : [];
        const selection = added.length > 0 ? { nodes: added, edge: null } : get().selection;
        set({
          ...show(whole, note.after, { selection, swapped }),
          history: record(history, note, whole),
        });
      },
      cancel() {
        if (get().draft !== null) set(show(get().history.present));
      },
      undo() {
        const { readOnly, history } = get();
        const step = history.past.at(-1);
        if (readOnly || (!step && !get().draft)) return;
        const { before, swapped } = step ?? {};
        const back = undo(history);
        set({ ...show(back.present, before, { swapped }), history: back });
      },
      redo() {
        const { readOnly, history } = get();
        const step = history.future[0];
        if (readOnly || (!step && !get().draft)) return;
        const { after, swapped } = step ?? {};
        const forth = redo(history);
        set({ ...show(forth.present, after, { swapped }), history: forth });
      },
      annotate(change) {
        const { readOnly, draft } = get();
        const history = annotate(get().history, change);
        if (readOnly || history === get().history) return;
        const { results = [] } = history.present;
        set({ history, draft: draft && { ...draft, whole: withResults(draft.whole, results) } });
      },
      showVariant(id) {
        set(show(get().history.present, id));
      },
      load(document, options = {}) {
        set({
          document: variantDocument(document, BASE) as GraphDocument,
          history: startHistory(document),
          draft: null,
          readOnly: options.readOnly ?? false,
          selection: nothing,
          view: { openPath: [], variant: BASE },
          swaps: [],
          loads: get().loads + 1,
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
        const { document, view } = get();
        const openPath = existingLevel(document, path);
        set({ view: { ...view, openPath }, selection: nothing });
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

/** Nodes that the open level has only now; in a variant that was not there before, none count. */
function addedNodes(before: GraphDocument, after: GraphDocument, view: View): string[] {
  const nodesOf = (whole: GraphDocument) => {
    const document = variantDocument(whole, view.variant);
    return (document && levelAt(document, view.openPath)?.graph.nodes) ?? {};
  };
  const known = nodesOf(before);
  return Object.keys(nodesOf(after)).filter((id) => !Object.hasOwn(known, id));
}
