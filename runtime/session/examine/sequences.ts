/** In which questions the wrong answers lie. */
import type { AnsweredSequence, SequenceGroups } from '../../examinations';

export interface AskedSequence extends AnsweredSequence {
  /** Tokens of the question. */
  readonly length: number;
}

/** More different answers are no groups. */
const MOST_ANSWERS = 12;

/** By the length of the question; where all are as long, by the answer; null where that tells nothing. */
export function groupSequences(rows: readonly AskedSequence[]): SequenceGroups | null {
  const byLength = countRight(rows, ({ length }) => String(length));
  if (byLength.length > 1) {
    return { by: 'length', rows: byLength.sort((a, b) => Number(a.key) - Number(b.key)) };
  }
  const byAnswer = countRight(rows, ({ answer }) => answer);
  if (byAnswer.length < 2 || byAnswer.length > MOST_ANSWERS) return null;
  return { by: 'answer', rows: byAnswer.sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

function countRight(rows: readonly AskedSequence[], keyOf: (row: AskedSequence) => string) {
  const groups = new Map<string, { key: string; examples: number; right: number }>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key) ?? { key, examples: 0, right: 0 };
    group.examples++;
    if (row.right) group.right++;
    groups.set(key, group);
  }
  return [...groups.values()];
}
