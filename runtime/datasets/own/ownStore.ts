/** A user's own data in IndexedDB: what is known of it apart from its bytes, which only the worker reads. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { OwnDataset, OwnParts } from './types';

// Fixed for ever: another name would hide everyone's data.
const DATABASE = 'patchbay-data';
const VERSION = 1;
const CHUNK = 4 * 2 ** 20;

interface Schema extends DBSchema {
  records: { key: string; value: OwnDataset };
  /** Bytes of the arrays, in pieces. */
  chunks: { key: [string, string, number]; value: Uint8Array<ArrayBuffer> };
}

/** All that is kept, the newest first. Rejects where the browser denies storage. */
export function listOwn(): Promise<readonly OwnDataset[]> {
  return use(async (database) =>
    (await database.getAll('records')).sort((a, b) => b.created - a.created),
  );
}

export function findOwn(id: string): Promise<OwnDataset | null> {
  return use(async (database) => (await database.get('records', id)) ?? null);
}

/**
 * All of it or nothing: rejects with a QuotaExceededError where there is no room.
 * @param piece bytes that are kept together
 */
export function putOwn(record: OwnDataset, parts: OwnParts, piece = CHUNK): Promise<void> {
  return use(async (database) => {
    const transaction = database.transaction(['records', 'chunks'], 'readwrite');
    const ended = transaction.done.then(
      () => null,
      (reason: unknown) => reason ?? new Error('The browser ended the transaction'),
    );
    const asked: Promise<unknown>[] = [];
    try {
      const chunks = transaction.objectStore('chunks');
      asked.push(chunks.delete(chunksOf(record.id)));
      asked.push(transaction.objectStore('records').put(record));
      for (const [name, bytes] of Object.entries(parts)) {
        for (let at = 0, place = 0; at < bytes.length; at += piece, place++) {
          asked.push(chunks.put(bytes.slice(at, at + piece), [record.id, name, place]));
        }
      }
    } catch (error) {
      asked.push(Promise.reject(error));
    }
    const answers = await Promise.allSettled(asked);
    const failed = answers.find((each) => each.status === 'rejected');
    try {
      if (failed) transaction.abort();
    } catch {
      // The browser ended it already.
    }
    const reason = await ended;
    // Its own reason for an end is the true one; ours is an AbortError.
    if (reason instanceof Error && reason.name !== 'AbortError') throw reason;
    if (failed) throw failed.reason;
    if (reason) throw reason;
  });
}

/** The arrays of what is kept; empty for one that is not here. */
export function readOwn(id: string): Promise<OwnParts> {
  return use(async (database) => {
    const keys = await database.getAllKeys('chunks', chunksOf(id));
    const pieces = new Map<string, Uint8Array[]>();
    for (const key of keys) {
      const piece = await database.get('chunks', key);
      if (piece) pieces.set(key[1], [...(pieces.get(key[1]) ?? []), piece]);
    }
    return Object.fromEntries([...pieces].map(([name, each]) => [name, joined(each)]));
  });
}

export function renameOwn(id: string, title: string): Promise<void> {
  return use(async (database) => {
    const record = await database.get('records', id);
    if (record) await database.put('records', { ...record, title });
  });
}

export function removeOwn(id: string): Promise<void> {
  return use(async (database) => {
    const transaction = database.transaction(['records', 'chunks'], 'readwrite');
    await Promise.all([
      transaction.objectStore('records').delete(id),
      transaction.objectStore('chunks').delete(chunksOf(id)),
      transaction.done,
    ]);
  });
}

function chunksOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}

/** Opened for each use: an open one would keep a newer Patchbay in another tab from its own. */
async function use<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const database = await openDB<Schema>(DATABASE, VERSION, {
    upgrade(created) {
      created.createObjectStore('records', { keyPath: 'id' });
      created.createObjectStore('chunks');
    },
    blocking: () => database.close(),
  });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}
