/** Right and wrong classes: the confusion matrix, what it says of each class, and the worst mistakes. */
import type { ClassScore } from '../../examinations';

/** The answer to one example. */
export interface Answered {
  readonly index: number;
  readonly right: number;
  readonly answered: number;
  /** Of the answer. */
  readonly probability: number;
  readonly rightProbability: number;
}

export interface ClassFindings {
  /** Row-major [right class, answer]. */
  readonly confusion: Int32Array;
  readonly accuracy: number;
  readonly perClass: readonly ClassScore[];
  readonly macroF1: number | null;
  readonly mistakes: readonly Answered[];
  readonly unsure: readonly Answered[];
}

/** Mistakes and right answers that are told. */
const WORST = 24;
const UNSURE = 12;
/** Of each pair of classes that is confused, as long as all together are no more than MOST. */
const OF_EACH_PAIR = 6;
const MOST = 240;

/**
 * Softmax and the likeliest class of each row of `logits` [n, classes]; `first` is the index of the
 * first. The probability is not a number where a logit is not; a right class that has no logit has none.
 */
export function answersOf(
  logits: Float32Array,
  right: ArrayLike<number>,
  classes: number,
  first: number,
): Answered[] {
  return Array.from({ length: logits.length / classes }, (_, row) => {
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    let answered = 0;
    for (let id = 1; id < classes; id++) if (scores[id] > scores[answered]) answered = id;
    let total = 0;
    for (const score of scores) total += Math.exp(score - scores[answered]);
    const share = (id: number) =>
      id < classes ? Math.exp(scores[id] - scores[answered]) / total : 0;
    return {
      index: first + row,
      right: right[row],
      answered,
      probability: share(answered),
      rightProbability: share(right[row]),
    };
  });
}

/** One answer or more; each class is below `classes`. */
export function findClasses(answers: readonly Answered[], classes: number): ClassFindings {
  const confusion = new Int32Array(classes * classes);
  for (const { right, answered } of answers) confusion[right * classes + answered]++;
  const wrong = answers.filter(({ right, answered }) => right !== answered);
  const perClass = scoreClasses(confusion, classes);
  const known = perClass.flatMap(({ f1 }) => (f1 === null ? [] : [f1]));
  return {
    confusion,
    accuracy: 1 - wrong.length / answers.length,
    perClass,
    macroF1: known.length === 0 ? null : known.reduce((sum, f1) => sum + f1, 0) / known.length,
    mistakes: worstOf(wrong),
    unsure: answers
      .filter(({ right, answered }) => right === answered)
      .sort((a, b) => a.probability - b.probability || a.index - b.index)
      .slice(0, UNSURE),
  };
}

/** Precision, recall and F1 (van Rijsbergen 1979, chapter 7) of each class; `confusion` as above. */
export function scoreClasses(confusion: Int32Array, classes: number): ClassScore[] {
  const support = new Array<number>(classes).fill(0);
  const answered = new Array<number>(classes).fill(0);
  for (const [cell, count] of confusion.entries()) {
    support[Math.floor(cell / classes)] += count;
    answered[cell % classes] += count;
  }
  const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return Array.from({ length: classes }, (_, id) => {
    const hits = confusion[id * classes + id];
    return {
      precision: ratio(hits, answered[id]),
      recall: ratio(hits, support[id]),
      f1: ratio(2 * hits, support[id] + answered[id]),
      support: support[id],
      answered: answered[id],
    };
  });
}

/** The most confident first: the worst of all, then of each pair of classes its worst. */
function worstOf(wrong: readonly Answered[]): Answered[] {
  const byConfidence = (a: Answered, b: Answered) =>
    b.probability - a.probability || a.index - b.index;
  const sorted = [...wrong].sort(byConfidence);
  const told = new Set(sorted.slice(0, WORST));
  const ofPair = new Map<string, number>();
  for (const each of sorted) {
    if (told.size >= MOST) break;
    const pair = `${each.right} ${each.answered}`;
    const count = ofPair.get(pair) ?? 0;
    if (count < OF_EACH_PAIR) told.add(each);
    ofPair.set(pair, count + 1);
  }
  return [...told].sort(byConfidence);
}
