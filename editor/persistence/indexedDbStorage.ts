/** Keeps documents, versions, trainings and settings in IndexedDB. */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import { BASE } from '../../runtime/index';
import { openLastWords } from './lastWords';
import {
  ConflictError,
  type DocumentStorage,
  type DocumentVersion,
  KEEP_DELETED,
  type LastWords,
  MAX_TRAININGS,
  MAX_VERSIONS,
  pendingOf,
  type SnapshotReason,
  type StoredDocument,
  slotKey,
  swapSlot,
  variantOfSlot,
  type WriteRequest,
} from './storage';
import { type KeptTraining, packTraining, unpackTraining } from './trainingBlobs';

// Fixed for ever: another name would hide everyone's work.
const DATABASE = 'patchbay';
const VERSION = 2;

interface Schema extends DBSchema {
  documents: { key: string; value: StoredDocument };
  versions: {
    key: number;
    value: Omit<DocumentVersion, 'key'> & { key?: number };
    indexes: { documentId: string };
  };
  /** Trainings, see `slotKey`. */
  slots: {
    key: [string, string];
    value: KeptTraining;
    indexes: { documentId: string };
  };
  settings: { key: string; value: unknown };
}

/** Where version 1 kept trainings. */
interface Version1 extends Schema {
  trainings: {
    key: [string, string];
    value: Omit<KeptTraining, 'slot'> & { readonly graphHash: string };
  };
}

type Database = IDBPDatabase<Schema>;
type StoreName = 'documents' | 'versions' | 'slots' | 'settings';
type Writing = IDBPTransaction<Schema, StoreName[], 'readwrite'>;
type Upgrade = IDBPTransaction<Version1, ('trainings' | 'slots')[], 'versionchange'>;

export interface StorageEvents {
  /** Another tab keeps an older database open; it has to be closed. */
  onBlocked?(): void;
  /** A newer Patchbay wants to open the database: this tab has let go and must be reloaded. */
  onOutdated?(): void;
}

/** Opens the database. Rejects where the browser denies storage. */
export async function openIndexedDb(events: StorageEvents = {}): Promise<DocumentStorage> {
  let database = await openDatabase(events);
  const lastWords = await openLastWords().catch(() => null);

  /** The browser may close a connection at any time (iOS in the background): opens it again, once. */
  async function use<T>(work: (database: Database) => Promise<T>): Promise<T> {
    try {
      return await work(database);
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      database = await openDatabase(events);
      return work(database);
    }
  }

  /** Resolves when the transaction is complete; an error in `work` undoes all of it. */
  function write<T>(work: (transaction: Writing) => Promise<T>): Promise<T> {
    return use(async (current) => {
      const stores: StoreName[] = ['documents', 'versions', 'slots'];
      const transaction = current.transaction(stores, 'readwrite');
      // A request may never be answered when the browser ends its transaction.
      const ended = transaction.done.then(() => new Promise<never>(() => {}));
      try {
        const result = await Promise.race([work(transaction), ended]);
        await transaction.done;
        return result;
      } catch (error) {
        // The rejection of `done` has the true cause when the browser aborted.
        const cause = await abort(transaction);
        throw cause ?? error;
      }
    });
  }

  const read = (id: string) => use(async (current) => (await current.get('documents', id)) ?? null);

  return {
    kind: 'indexeddb',
    async list() {
      const all = await use((current) => current.getAll('documents'));
      return all
        .map(({ text: _text, ...summary }) => summary)
        .sort((a, b) => b.updated - a.updated);
    },
    read,
    write: (request) => write((transaction) => writeDocument(transaction, request)),
    leaveWords: (left) => lastWords?.leave(left),
    takeWordsBack: async (id) => lastWords?.forget(id),
    async recover(id) {
      const words = await lastWords?.read(id).catch(() => null);
      if (!words) return read(id);
      const document = await write((transaction) => recover(transaction, id, words));
      await lastWords?.forget(id).catch(() => {});
      return document;
    },
    remove: (id, now) =>
      write(async (transaction) => {
        const documents = transaction.objectStore('documents');
        const before = await documents.get(id);
        if (!before) return;
        await addVersion(transaction, before, 'delete', now);
        await documents.delete(id);
      }),
    restore: (id) =>
      write(async (transaction) => {
        const documents = transaction.objectStore('documents');
        if (await documents.get(id)) return null;
        const versions = await transaction.objectStore('versions').index('documentId').getAll(id);
        const last = versions.filter((version) => version.reason === 'delete').at(-1);
        if (!last) return null;
        const { title, text, hash, saved, source, sourceHash } = last;
        const restored = { id, title, text, hash, updated: saved, counter: 1, source, sourceHash };
        await documents.put(restored);
        return restored;
      }),
    async versions(documentId) {
      const found = await use((current) =>
        current.getAllFromIndex('versions', 'documentId', documentId),
      );
      return found.map((version) => ({ ...version, key: version.key ?? 0 })).reverse();
    },
    putTraining: (training) =>
      write(async (transaction) => {
        const store = transaction.objectStore('slots');
        await store.put(packTraining(training));
        const { documentId, slot } = training;
        const own = await store.getAll(slotsOf(documentId, variantOfSlot(slot)));
        const old = own.sort((a, b) => b.saved - a.saved).slice(MAX_TRAININGS);
        for (const each of old) await store.delete([documentId, each.slot]);
      }),
    async getTraining(documentId, variant, graphHash) {
      const which = graphHash
        ? IDBKeyRange.only([documentId, slotKey(variant, graphHash)])
        : slotsOf(documentId, variant);
      const fitting = await use((current) => current.getAll('slots', which));
      const [newest] = fitting.sort((a, b) => b.saved - a.saved);
      return newest ? unpackTraining(newest) : null;
    },
    deleteTrainings: (documentId, which) =>
      write(async (transaction) => {
        const store = transaction.objectStore('slots');
        for (const key of await store.index('documentId').getAllKeys(documentId)) {
          if (which(variantOfSlot(key[1]))) await store.delete(key);
        }
      }),
    freeRoom: (keep) =>
      write(async (transaction) => {
        const store = transaction.objectStore('slots');
        for (const key of await store.getAllKeys()) {
          if (key[0] !== keep) await store.delete(key);
        }
      }),
    purgeDeleted: (now) => write((transaction) => purgeDeleted(transaction, now)),
    getSetting: (key) => use((current) => current.get('settings', key)),
    putSetting: async (key, value) => {
      await use((current) => current.put('settings', value, key));
    },
    close() {
      database.close();
      lastWords?.close();
    },
  };
}

async function writeDocument(
  transaction: Writing,
  { document, expected, snapshot, swaps = [] }: WriteRequest,
): Promise<void> {
  const documents = transaction.objectStore('documents');
  const before = await documents.get(document.id);
  if ((before?.counter ?? null) !== expected) {
    throw new ConflictError('The document was changed in another tab.');
  }
  if (snapshot && before && before.hash !== document.hash) {
    await addVersion(transaction, before, snapshot, document.updated);
  }
  await documents.put(document);
  if (swaps.length > 0) await swapTrainings(transaction, document.id, swaps);
}

async function recover(
  transaction: Writing,
  id: string,
  words: LastWords,
): Promise<StoredDocument | null> {
  const stored = (await transaction.objectStore('documents').get(id)) ?? null;
  const pending = pendingOf(words, stored);
  if (pending) {
    await writeDocument(transaction, pending);
    return pending.document;
  }
  const { document } = words;
  if (stored && stored.hash !== document.hash) {
    await addVersion(transaction, document, 'activity', document.updated);
  }
  return stored;
}

/** Documents open whatever becomes of old trainings: where these find no room, they are left behind. */
async function openDatabase(events: StorageEvents): Promise<Database> {
  try {
    return await openUpgraded(events, true);
  } catch (error) {
    const aborted =
      error instanceof DOMException && ['AbortError', 'QuotaExceededError'].includes(error.name);
    if (!aborted) throw error;
    return openUpgraded(events, false);
  }
}

async function openUpgraded(events: StorageEvents, bringTrainings: boolean): Promise<Database> {
  const database = await openDB<Schema>(DATABASE, VERSION, {
    upgrade(created, from, _to, transaction) {
      if (from < 1) {
        created.createObjectStore('documents', { keyPath: 'id' });
        const versions = created.createObjectStore('versions', {
          keyPath: 'key',
          autoIncrement: true,
        });
        versions.createIndex('documentId', 'documentId');
        created.createObjectStore('settings');
      }
      if (from < 2) {
        const slots = created.createObjectStore('slots', { keyPath: ['documentId', 'slot'] });
        slots.createIndex('documentId', 'documentId');
      }
      if (from !== 1) return;
      const former = created as unknown as IDBPDatabase<Version1>;
      const reading = transaction as unknown as Upgrade;
      const bringing = bringTrainings ? bringFromVersion1(reading) : Promise.resolve();
      // A failure ends the transaction, and with it the opening.
      bringing.then(
        () => former.deleteObjectStore('trainings'),
        () => abort(reading),
      );
    },
    blocked: () => events.onBlocked?.(),
    blocking() {
      database.close();
      events.onOutdated?.();
    },
  });
  return database;
}

/** Version 1 knew no variants: what was trained is the base. One at a time, since weights are large. */
async function bringFromVersion1(transaction: Upgrade): Promise<void> {
  const slots = transaction.objectStore('slots');
  let cursor = await transaction.objectStore('trainings').openCursor();
  while (cursor) {
    const { graphHash, ...training } = cursor.value;
    await slots.put({ ...training, slot: slotKey(BASE, graphHash) });
    cursor = await cursor.continue();
  }
}

/** Undoes a transaction; gives back why the browser had already ended it, if it had. */
async function abort(transaction: Pick<Writing, 'abort' | 'done'>): Promise<unknown> {
  try {
    transaction.abort();
  } catch {
    // It is over already.
  }
  try {
    await transaction.done;
    return null;
  } catch (error) {
    const ours = error instanceof DOMException && error.name === 'AbortError';
    return ours ? null : error;
  }
}

async function addVersion(
  transaction: Writing,
  document: StoredDocument,
  reason: SnapshotReason,
  saved: number,
): Promise<void> {
  const store = transaction.objectStore('versions');
  const known = await store.index('documentId').getAll(document.id);
  const last = known.at(-1);
  // A deletion is kept even when it equals the newest version: `restore` looks for it.
  if (last?.hash === document.hash && reason !== 'delete') return;
  const { id: documentId, title, text, hash, source, sourceHash } = document;
  await store.add({ documentId, title, text, hash, source, sourceHash, reason, saved });
  for (const { key } of known.slice(0, Math.max(0, known.length + 1 - MAX_VERSIONS))) {
    if (key !== undefined) await store.delete(key);
  }
}

/** Keys of all trainings of a variant: from `v1:` up to all that begins so. */
function slotsOf(documentId: string, variant: string): IDBKeyRange {
  return IDBKeyRange.bound([documentId, slotKey(variant, '')], [documentId, `${variant}:\uffff`]);
}

async function swapTrainings(
  transaction: Writing,
  documentId: string,
  swaps: readonly string[],
): Promise<void> {
  const store = transaction.objectStore('slots');
  const all = await store.index('documentId').getAll(documentId);
  const moved = all.filter(({ slot }) => swapSlot(slot, swaps) !== slot);
  for (const { slot } of moved) await store.delete([documentId, slot]);
  for (const entry of moved) await store.put({ ...entry, slot: swapSlot(entry.slot, swaps) });
}

async function purgeDeleted(transaction: Writing, now: number): Promise<void> {
  const alive = new Set(await transaction.objectStore('documents').getAllKeys());
  const versions = transaction.objectStore('versions');
  for (const version of await versions.getAll()) {
    if (alive.has(version.documentId)) continue;
    if (now - version.saved <= KEEP_DELETED) alive.add(version.documentId);
    else if (version.key !== undefined) await versions.delete(version.key);
  }
  const slots = transaction.objectStore('slots');
  for (const key of await slots.getAllKeys()) {
    if (!alive.has(key[0])) await slots.delete(key);
  }
}
