/** What is kept on this computer, whatever keeps it: IndexedDB, or memory where that is denied. */
import type { Checkpoint, TrainSummary } from '../../runtime/index';
import { swapId } from '../commands/variants';
import type { TrainProgress } from '../store/session';

export interface StoredDocument {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly updated: number;
  /** Canonical JSON. */
  readonly text: string;
  /** Of `text`, see `textHash`. */
  readonly hash: string;
  /** Grows by one with each write: a tab that missed one does not overwrite it. */
  readonly counter: number;
  /** What it was copied from: `preset:vit-b-16`, `link:1a2b3c4d`; null for one's own. */
  readonly source: string | null;
  /** Hash of the text when it was copied: tells whether it was edited since. */
  readonly sourceHash: string | null;
}

export type DocumentSummary = Omit<StoredDocument, 'text'>;

/** What came next when a version was kept. */
export type SnapshotReason = 'activity' | 'reset' | 'restore' | 'delete';

/** An earlier state of a document. */
export interface DocumentVersion {
  readonly key: number;
  readonly documentId: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly saved: number;
  readonly reason: SnapshotReason;
  readonly text: string;
  readonly hash: string;
  readonly source: string | null;
  readonly sourceHash: string | null;
}

/** What was learned: weights with the curve that led to them. */
export interface StoredTraining {
  readonly documentId: string;
  /** Which graph was trained, see `slotKey`. */
  readonly slot: string;
  /** Milliseconds since 1970. */
  readonly saved: number;
  readonly checkpoint: Checkpoint;
  readonly progress: TrainProgress;
  /** Null while the training is not finished. */
  readonly summary: TrainSummary | null;
}

export interface WriteRequest {
  readonly document: StoredDocument;
  /** Counter of what the document was read as; null for one that is new. */
  readonly expected: number | null;
  /** Keeps what was stored before as a version, unless the newest one equals it. */
  readonly snapshot: SnapshotReason | null;
  /** Variants that changed places with the base since the last write: their trainings do as well. */
  readonly swaps?: readonly string[];
}

/** What a page that ends may have no time left to write. */
export interface LastWords {
  /** As `WriteRequest` has it; its counter is set when it is written. */
  readonly document: StoredDocument;
  readonly expected: number | null;
  readonly swaps: readonly string[];
  /** How many of these go with a write that is under way; null when none is. */
  readonly underWay: number | null;
}

/**
 * What is left to write of last words, given what is stored; null when nothing is, or when that is of
 * another time: a write came after them.
 */
export function pendingOf(
  { document, expected, swaps, underWay }: LastWords,
  before: StoredDocument | null,
): WriteRequest | null {
  const counter = before?.counter ?? null;
  const arrived = underWay !== null && counter === (expected ?? 0) + 1;
  if (!arrived && counter !== expected) return null;
  const left = arrived ? swaps.slice(underWay) : swaps;
  if (before?.hash === document.hash && left.length === 0) return null;
  const next = { ...document, counter: (counter ?? 0) + 1 };
  return { document: next, expected: counter, snapshot: null, swaps: left };
}

/** Where a training of a document is kept: by the variant, and the hash of its graph. */
export function slotKey(variant: string, graphHash: string): string {
  return `${variant}:${graphHash}`;
}

/** The variant of a slot; of one that the board trains, `boardVariant` of that. */
export function variantOfSlot(slot: string): string {
  return slot.slice(0, slot.indexOf(':'));
}

/** Stands for a variant where what the board trains is kept, beside what the lab trained. */
export function boardVariant(variant: string): string {
  return `${variant}/board`;
}

/** The variant itself, of either. */
export function ownerOf(variant: string): string {
  return variant.split('/')[0];
}

/** A slot after the base and some variants changed places, one after another. */
export function swapSlot(slot: string, swaps: readonly string[]): string {
  const owner = ownerOf(variantOfSlot(slot));
  return swaps.reduce(swapId, owner) + slot.slice(owner.length);
}

/** The document was changed elsewhere since it was read: nothing was written. */
export class ConflictError extends Error {
  override name = 'ConflictError';
}

/** The most versions kept of one document; the oldest go first. */
export const MAX_VERSIONS = 20;
/** The most trainings kept of one variant of a document. */
export const MAX_TRAININGS = 2;
/** How long a deleted document can be brought back, in milliseconds. */
export const KEEP_DELETED = 30 * 24 * 3600 * 1000;

/** Each call is one transaction and resolves only when it is complete. */
export interface DocumentStorage {
  readonly kind: 'indexeddb' | 'memory';
  /** Newest first. */
  list(): Promise<readonly DocumentSummary[]>;
  read(id: string): Promise<StoredDocument | null>;
  /** Rejects with `ConflictError` when the stored counter is not the expected one. */
  write(request: WriteRequest): Promise<void>;
  /**
   * Sets down at once what is not written yet, so that it is kept though the page ends here. Where
   * the page lives on and writes it, the words are to be taken back.
   */
  leaveWords(words: LastWords): void;
  takeWordsBack(id: string): Promise<void>;
  /**
   * What is stored of a document, after last words that were left of it are written; where another
   * write came after them they become a version. For the tab that owns the document.
   */
  recover(id: string): Promise<StoredDocument | null>;
  /** Deletes a document and keeps it as a version, for `restore`. */
  remove(id: string, now: number): Promise<void>;
  /** Brings a deleted document back; null when there is nothing to bring back. */
  restore(id: string): Promise<StoredDocument | null>;
  /** Newest first. */
  versions(documentId: string): Promise<readonly DocumentVersion[]>;
  putTraining(training: StoredTraining): Promise<void>;
  /** The training of a variant as it is; without a hash its newest. */
  getTraining(
    documentId: string,
    variant: string,
    graphHash?: string,
  ): Promise<StoredTraining | null>;
  /** Drops the trainings of a document whose variant is among those that `which` is true of. */
  deleteTrainings(documentId: string, which: (variant: string) => boolean): Promise<void>;
  /** Frees room: trainings of other documents go. */
  freeRoom(keep: string): Promise<void>;
  /** Drops what was deleted longer ago than `KEEP_DELETED`. */
  purgeDeleted(now: number): Promise<void>;
  getSetting(key: string): Promise<unknown>;
  putSetting(key: string, value: unknown): Promise<void>;
  close(): void;
}
