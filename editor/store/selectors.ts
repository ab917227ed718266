/** What follows from the document: computed once for each document, never stored. */
import type { Analysis, GraphDocument, GraphFragment } from '../../runtime/index';
import {
  analyze,
  checkTrainingData,
  MAX_COMPARED,
  needsOf,
  variantDocument,
} from '../../runtime/index';
import { levelAt, type OpenLevel } from '../commands/levels';
import { swapId } from '../commands/variants';
import type { EditorState } from './createEditorStore';

let analyses = new WeakMap<GraphDocument, Analysis>();
/** The newest first: one for each of the variants that a document may have, and for the draft. */
let recent: readonly { readonly document: GraphDocument; readonly analysis: Analysis }[] = [];

/** Data came or went that graphs may be trained on: what is said of it is computed anew. */
export function forgetAnalyses(): void {
  analyses = new WeakMap();
  recent = [];
}

/**
 * Shapes, costs and problems, among them what the data of the training does not fit. Documents that
 * differ in positions or title alone share one.
 */
export function analysisOf(document: GraphDocument): Analysis {
  const known = analyses.get(document);
  if (known) return known;
  const same = recent.find((entry) => sameMeaning(entry.document, document));
  const analysis = same?.analysis ?? inspect(document);
  analyses.set(document, analysis);
  const others = recent.filter((entry) => entry !== same);
  recent = [{ document, analysis }, ...others].slice(0, MAX_COMPARED + 1);
  return analysis;
}

function inspect(document: GraphDocument): Analysis {
  const analysis = analyze(document);
  const misfits = checkTrainingData(document, needsOf(analysis.plan.program));
  if (misfits.length === 0) return analysis;
  return { ...analysis, diagnostics: [...analysis.diagnostics, ...misfits] };
}

/** True when only places and names of the document itself differ. */
function sameMeaning(a: GraphDocument, b: GraphDocument): boolean {
  return (
    a.hyperparameters === b.hyperparameters &&
    a.experiment === b.experiment &&
    sameGraph(a, b) &&
    sameDefinitions(a.definitions, b.definitions)
  );
}

function sameDefinitions(a: GraphDocument['definitions'], b: GraphDocument['definitions']) {
  if (a === b) return true;
  const ids = Object.keys(a);
  if (ids.length !== Object.keys(b).length) return false;
  return ids.every((id) => {
    if (!Object.hasOwn(b, id)) return false;
    const { nodes, edges, ...rest } = a[id];
    const other = b[id];
    return (
      rest.inputs === other.inputs &&
      rest.outputs === other.outputs &&
      rest.params === other.params &&
      rest.title === other.title &&
      sameGraph({ nodes, edges }, other)
    );
  });
}

function sameGraph(a: GraphFragment, b: GraphFragment): boolean {
  if (a.edges !== b.edges) return false;
  if (a.nodes === b.nodes) return true;
  const ids = Object.keys(a.nodes);
  if (ids.length !== Object.keys(b.nodes).length) return false;
  return ids.every((id) => {
    const one = a.nodes[id];
    const two = b.nodes[id];
    if (one === two) return true;
    return (
      two !== undefined &&
      one.block === two.block &&
      one.params === two.params &&
      one.label === two.label &&
      one.repeat === two.repeat &&
      one.tie === two.tie &&
      one.bypass === two.bypass
    );
  });
}

/** The document with all its variants, as recorded: what is saved and shared. */
export function selectWhole(state: EditorState): GraphDocument {
  return state.history.present;
}

/** The variant that is shown, without the gesture under way. */
export function selectRecorded({ history, view }: EditorState): GraphDocument {
  return variantDocument(history.present, view.variant) ?? history.present;
}

/**
 * A name of the shown variant that lasts while its document is open, whichever is the base
 * meanwhile: what is computed is of that one.
 */
export function slotOf({ view, swaps }: Pick<EditorState, 'view' | 'swaps'>): string {
  return swaps.reduceRight(swapId, view.variant);
}

/** Shapes, costs and problems of what is shown. */
export function selectAnalysis(state: EditorState): Analysis {
  return analysisOf(state.document);
}

let lastLevel: { document: GraphDocument; path: readonly string[]; open: OpenLevel } | null = null;

/** The open level: its graph, its title, and whether it can be edited. */
export function selectLevel(state: EditorState): OpenLevel {
  const { document, view } = state;
  if (lastLevel?.document === document && lastLevel.path === view.openPath) return lastLevel.open;
  const found = levelAt(document, view.openPath);
  const open: OpenLevel = found ?? { kind: 'document', title: document.title, graph: document };
  lastLevel = { document, path: view.openPath, open };
  return open;
}

/** False in a second tab and inside a built-in composite. */
export function selectEditable(state: EditorState): boolean {
  return !state.readOnly && selectLevel(state).kind !== 'builtin';
}

/** What undo would take back: "Add Linear"; null when there is nothing. */
export function selectUndoLabel(state: EditorState): string | null {
  return state.history.past.at(-1)?.label ?? null;
}

/** What redo would do again. */
export function selectRedoLabel(state: EditorState): string | null {
  return state.history.future[0]?.label ?? null;
}
