/** What mends trainings of a comparison that failed, by the problem that they share. */
import type { Diagnostic, Fix } from '../../../runtime/index';
import type { BoardRow } from './boardRows';

export interface SharedProblem {
  readonly diagnostic: Diagnostic;
  /** Each changes settings of the training alone, which may be changed in all at once. */
  readonly fixes: readonly Fix[];
  /** Ids of the variants that failed by it, in the order of the table. */
  readonly variants: readonly string[];
}

/** Of the variants as they are now; a problem without such a fix stands in its row alone. */
export function sharedProblems(rows: readonly BoardRow[]): readonly SharedProblem[] {
  const found = new Map<string, SharedProblem>();
  for (const { id, lane, contestant } of rows) {
    if (lane?.state.kind !== 'failed' || lane.fingerprint !== contestant.fingerprint) continue;
    const [diagnostic] = lane.state.diagnostics;
    const fixes = (diagnostic?.fixes ?? []).filter(({ edits }) =>
      edits.every(({ kind }) => kind === 'setExperiment'),
    );
    if (!diagnostic || fixes.length === 0) continue;
    const key = JSON.stringify([diagnostic.message, fixes]);
    const { variants = [] } = found.get(key) ?? {};
    found.set(key, { diagnostic, fixes, variants: [...variants, id] });
  }
  return [...found.values()];
}
