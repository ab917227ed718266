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
  isDirty(): boolean;
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

  async function write(document: GraphDocument): Promise<void> {
    const text = serializeDocument(document);
    const hash = textHash(text);
    const swapped = swaps.length;
    if (hash === stored.hash && swapped === 0) return;
    const now = environment.now();
    const due = now - lastSnapshot >= SNAPSHOT_MS;
    const snapshot = nextReason ?? (due ? 'activity' : null);
    const next: StoredDocument = {
      id,
      title: document.title,
      updated: now,
      text,
      hash,
      counter: stored.counter + 1,
      source,
      sourceHash,
    };
    const expected = stored.counter === 0 ? null : stored.counter;
    const request = { document: next, expected, snapshot, swaps: swaps.slice(0, swapped) };
    try {
      await storage.write(request);
    } catch (error) {
      if (!isQuotaError(error)) throw error;
      await storage.freeRoom(id);
      await storage.write(request);
    }
    stored = next;
    swaps = swaps.slice(swapped);
    nextReason = null;
    if (snapshot) lastSnapshot = now;
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

  /** The owner may have saved since this tab read the document. */
  async function readAgain(): Promise<void> {
    const fresh = await storage.read(id);
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
  function follow(next: Ownership): void {
    const before = ownership;
    ownership = next;
    if (next === 'reader') void letGo(before === 'owner');
    else if (before === 'reader') void goOn(next);
    else store.getState().setReadOnly(false);
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
    flush: () => autosave.flush(),
    locks: environment.locks,
    openChannel: environment.openChannel,
  });

  return {
    id,
    source,
    flush: () => autosave.flush(),
    settle: async () => swaps.length === 0 || autosave.flush(),
    isDirty: () => autosave.isDirty(),
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
