/** One open document: saved as it changes, owned by one tab, checked against overwriting. */
import type { GraphDocument } from '../../runtime/index';
import { parseDocument, serializeDocument } from '../../runtime/index';
import type { EditorStore } from '../store/createEditorStore';
import { type Autosave, createAutosave, type SaveState } from './autosave';
import type { Environment } from './environment';
import { explainFailure, isQuotaError } from './failures';
import { textHash } from './hash';
import type { DocumentStorage, SnapshotReason, StoredDocument } from './storage';
import { lockDocument, type Ownership } from './tabLock';

/** At most one version in this time of work, in milliseconds. */
const SNAPSHOT_MS = 5 * 60_000;

export interface OpenDocument {
  readonly id: string;
  readonly source: string | null;
  /** Saves at once; true when everything is stored. */
  flush(): Promise<boolean>;
  /** Saves where variants changed places with the base, so that trainings lie where they are sought. */
  settle(): Promise<boolean>;
  /** The page may end now: what is not stored is set down at once, and saved. */
  hide(): void;
  /** Keeps what is stored now as a version when the next change is saved. */
  snapshotNext(reason: SnapshotReason): void;
  takeOver(): Promise<void>;
  /** Ends saving and lets go of the document. */
  close(): void;
}

export interface OpenOptions {
  readonly store: EditorStore;
  readonly storage: DocumentStorage;
  readonly environment: Environment;
  /** As it is stored; a counter of 0: not yet. */
  readonly record: StoredDocument;
  readonly document: GraphDocument;
  readonly onSave: (state: SaveState) => void;
  readonly onOwnership: (ownership: Ownership) => void;
  /** The first write came through. */
  readonly onFirstSave: () => void;
  /** Another tab will take over. */
  readonly onHandOver: () => Promise<unknown>;
  /** Another tab took over before this state was saved: keeps it as a document of its own. */
  readonly keepAside: (document: GraphDocument) => Promise<void>;
}

/** Loads a stored document into the store and keeps it saved from there on. */
export async function openDocument(options: OpenOptions): Promise<OpenDocument> {
  const { store, storage, environment, onSave } = options;
  const { id, source, sourceHash } = options.record;
  let stored = options.record;
  let seen = options.document;
  let lastSnapshot = Number.NEGATIVE_INFINITY;
  let nextReason: SnapshotReason | null = null;
  let savedOnce = false;
  let closed = false;
  /** Variants that changed places with the base, and how many of the store's are among them. */
  let swaps: string[] = [];
  let noted = 0;
  /** How many of these go with the write that is under way; null when none is. */
  let underWay: number | null = null;

  const expected = () => (stored.counter === 0 ? null : stored.counter);

  /** A state of the document as the next thing to be stored. */
  function toStored(document: GraphDocument): StoredDocument {
    const text = serializeDocument(document);
    return {
      id,
      title: document.title,
      updated: environment.now(),
      text,
      hash: textHash(text),
      counter: stored.counter + 1,
      source,
      sourceHash,
    };
  }

  async function write(document: GraphDocument): Promise<void> {
    const next = toStored(document);
    const swapped = swaps.length;
    if (next.hash === stored.hash && swapped === 0) return;
    const due = next.updated - lastSnapshot >= SNAPSHOT_MS;
    const snapshot = nextReason ?? (due ? 'activity' : null);
    const request = {
      document: next,
      expected: expected(),
      snapshot,
      swaps: swaps.slice(0, swapped),
    };
    underWay = swapped;
    try {
      await storage.write(request);
    } catch (error) {
      if (!isQuotaError(error)) throw error;
      await storage.freeRoom(id);
      await storage.write(request);
    } finally {
      underWay = null;
    }
    stored = next;
    swaps = swaps.slice(swapped);
    nextReason = null;
    if (snapshot) lastSnapshot = next.updated;
    if (!savedOnce) options.onFirstSave();
    savedOnce = true;
  }

  const startSaving = (): Autosave<GraphDocument> =>
    createAutosave({ write, onState: onSave, explain: explainFailure, now: environment.now });
  let autosave = startSaving();

  const unsubscribe = store.subscribe((state) => {
    if (closed || state.history.present === seen) return;
    seen = state.history.present;
    swaps.push(...state.swaps.slice(noted));
    noted = state.swaps.length;
    autosave.change(seen);
  });

  /** The last owner may have saved since this tab read the document, or left words for it. */
  async function readAgain(): Promise<void> {
    const fresh = await storage.recover(id).catch(() => null);
    if (closed || !fresh || fresh.counter === stored.counter) return;
    const { document } = parseDocument(fresh.text);
    if (!document) return;
    stored = fresh;
    seen = document;
    swaps = [];
    noted = 0;
    store.getState().load(document);
    onSave({ kind: 'saved', at: fresh.updated });
  }

  let ownership: Ownership | null = null;
  const isOwner = () => ownership === 'owner' || ownership === 'unguarded';
  function follow(next: Ownership): void {
    const before = ownership;
    ownership = next;
    if (next === 'reader') void letGo(before === 'owner');
    else if (before === 'reader') void goOn(next);
    if (!closed) options.onOwnership(next);
  }

  /** Another tab owns the document now: what could not be saved in time becomes a copy. */
  async function letGo(owned: boolean): Promise<void> {
    store.getState().setReadOnly(true);
    const stopping = autosave.stop();
    const last = seen;
    if (!(await stopping) && owned) await options.keepAside(last);
    if (!closed && ownership === 'reader') onSave({ kind: 'saved', at: stored.updated });
  }

  /** The document is this tab's now, in the state that the last owner saved. */
  async function goOn(next: Ownership): Promise<void> {
    await readAgain();
    if (closed || ownership !== next) return;
    autosave = startSaving();
    store.getState().setReadOnly(false);
  }

  // Nothing can be edited until it is known which tab owns the document.
  store.getState().load(options.document, { readOnly: true });
  if (stored.counter > 0) onSave({ kind: 'saved', at: stored.updated });
  else autosave.change(seen);
  const lock = await lockDocument({
    documentId: id,
    onOwnership: follow,
    async flush() {
      await Promise.all([autosave.flush(), options.onHandOver()]);
      await autosave.flush();
    },
    locks: environment.locks,
    openChannel: environment.openChannel,
  });
  if (isOwner()) await readAgain();
  if (isOwner() && !closed) store.getState().setReadOnly(false);

  return {
    id,
    source,
    flush: () => autosave.flush(),
    settle: async () => swaps.length === 0 || autosave.flush(),
    hide() {
      const document = autosave.unsaved();
      if (!document || !isOwner()) return;
      storage.leaveWords({ document: toStored(document), expected: expected(), swaps, underWay });
      void autosave.flush().then((all) => {
        if (all) void storage.takeWordsBack(id).catch(() => {});
      });
    },
    snapshotNext(reason) {
      nextReason = reason;
    },
    takeOver: () => lock.takeOver(),
    close() {
      closed = true;
      unsubscribe();
      void autosave.stop();
      lock.release();
    },
  };
}
