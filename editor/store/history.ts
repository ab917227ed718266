/** Undo as references to immutable documents: what an edit did not change is shared. */
import type { GraphDocument } from '../../runtime/index';

export interface HistoryStep {
  /** What the step did: "Add Linear". */
  readonly label: string;
  /** The document that taking the step back (or doing it again) gives. */
  readonly document: GraphDocument;
}

export interface History {
  readonly past: readonly HistoryStep[];
  readonly present: GraphDocument;
  readonly future: readonly HistoryStep[];
}

/** The most steps that can be taken back. */
export const MAX_STEPS = 200;

export function startHistory(present: GraphDocument): History {
  return { past: [], present, future: [] };
}

/** One step on. The same document is no step. */
export function record(history: History, label: string, document: GraphDocument): History {
  if (document === history.present) return history;
  const past = [...history.past, { label, document: history.present }].slice(-MAX_STEPS);
  return { past, present: document, future: [] };
}

export function undo(history: History): History {
  const step = history.past.at(-1);
  if (!step) return history;
  return {
    past: history.past.slice(0, -1),
    present: step.document,
    future: [{ label: step.label, document: history.present }, ...history.future],
  };
}

export function redo(history: History): History {
  const step = history.future[0];
  if (!step) return history;
  return {
    past: [...history.past, { label: step.label, document: history.present }],
    present: step.document,
    future: history.future.slice(1),
  };
}
