/** What changed in words: "heads 8 → 4". */

export type ChangeKind = 'added' | 'removed' | 'changed' | 'bypassed';

export interface ChangeWord {
  readonly text: string;
  readonly kind: ChangeKind;
}

/** In the order in which they matter. */
const topics = [
  'value',
  'swap',
  'removed',
  'added',
  'bypass',
  'repeat',
  'param',
  'wire',
  'weights',
  'setting',
] as const;

export type Topic = (typeof topics)[number];

/** A change with what it is about. */
export interface Change extends ChangeWord {
  readonly topic: Topic;
}

const kinds: Readonly<Partial<Record<Topic, ChangeKind>>> = { removed: 'removed', added: 'added' };

export function change(topic: Topic, text: string, kind: ChangeKind = 'changed'): Change {
  return { topic, text, kind: kinds[topic] ?? kind };
}

/** Sorted by topic; within one they keep their order. */
export function toWords(changes: readonly Change[]): readonly ChangeWord[] {
  return topics.flatMap((topic) =>
    changes.filter((each) => each.topic === topic).map(({ text, kind }) => ({ text, kind })),
  );
}

/** "Heads" within a sentence; "MLP ratio" stays. */
export function withinSentence(label: string): string {
  return /^\p{Lu}\p{Lu}/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}
