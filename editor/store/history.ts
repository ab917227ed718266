/** Undo as references to immutable documents: what an edit did not change is shared. */
import {
  BASE,
  type GraphDocument,
  type RunRecord,
  variantIds,
  withResults,
} from '../../runtime/index';
import type { Command } from '../commands/command';
import { swapId, swapResults, usedIds } from '../commands/variants';

/** What a step did: the same when it is taken back and when it is done again. */
export interface StepNote {
  /** "Add Linear". */
  readonly label: string;
  /** Variant that is shown once the step is taken back. */
  readonly before: string;
  /** Variant that is shown once it is done. */
  readonly after: string;
  /** Variant that changed places with the base in it. */
  readonly swapped?: string;
}

export interface HistoryStep extends StepNote {
  /** The document, with all its variants, that taking the step back (or doing it again) gives. */
  readonly document: GraphDocument;
}

export interface History {
  readonly past: readonly HistoryStep[];
  /** With all its variants. */
  readonly present: GraphDocument;
  readonly future: readonly HistoryStep[];
}

/** The most steps that can be taken back. */
export const MAX_STEPS = 200;

export function startHistory(present: GraphDocument): History {
  return { past: [], present, future: [] };
}

/** One step on. The same document is no step. */
export function record(history: History, note: StepNote, document: GraphDocument): History {
  if (document === history.present) return history;
  const past = [...history.past, { ...note, document: history.present }].slice(-MAX_STEPS);
  return { past, present: document, future: [] };
}

/** Which variant a step is shown with, once it is taken back and once it is done. */
export function shownAround(
  present: GraphDocument,
  next: GraphDocument,
  shown: string,
  { swaps, selectsAdded }: Command,
): Pick<StepNote, 'before' | 'after'> {
  const [known, left] = [variantIds(present), variantIds(next)];
  const added = left.find((id) => !known.includes(id));
  const removed = known.find((id) => !left.includes(id));
  if (swaps !== undefined) return { before: shown, after: swapId(shown, swaps) };
  if (added !== undefined && selectsAdded) return { before: shown, after: added };
  if (left.includes(shown)) return { before: removed ?? shown, after: shown };
  // The one to the left of the one that is gone.
  const neighbour = known.slice(0, known.indexOf(shown)).findLast((id) => left.includes(id));
  return { before: shown, after: neighbour ?? BASE };
}

export function undo(history: History): History {
  const step = history.past.at(-1);
  if (!step) return history;
  return {
    past: history.past.slice(0, -1),
    present: step.document,
    future: [{ ...step, document: history.present }, ...history.future],
  };
}

export function redo(history: History): History {
  const step = history.future[0];
  if (!step) return history;
  return {
    past: [...history.past, { ...step, document: history.present }],
    present: step.document,
    future: history.future.slice(1),
  };
}

/**
 * Changes the results of the present, and with it those of every document that undo and redo lead
 * to: what was measured is no step, and no step takes it away.
 */
export function annotate(
  history: History,
  change: (results: readonly RunRecord[]) => readonly RunRecord[],
): History {
  const before = history.present.results ?? [];
  const after = change(before);
  if (after === before) return history;
  return {
    past: noteAll(history.past.toReversed(), after).toReversed(),
    present: withResults(history.present, after),
    future: noteAll(history.future, after),
  };
}

/** Steps from the present outwards: where base and variant changed places, so do their results. */
function noteAll(steps: readonly HistoryStep[], present: readonly RunRecord[]): HistoryStep[] {
  let results = present;
  return steps.map((step) => {
    if (step.swapped !== undefined) results = swapResults(results, step.swapped);
    return { ...step, document: withResults(step.document, results) };
  });
}

/** Ids that a variant of any document of the history has, or that results were made with. */
export function takenIds({ past, present, future }: History): ReadonlySet<string> {
  const documents = [present, ...past.map(stepDocument), ...future.map(stepDocument)];
  return new Set(documents.flatMap(usedIds));
}

const stepDocument = ({ document }: HistoryStep) => document;
