/**
 * What a page that ends had no time left to write, in a database of its own: a write that is under
 * way elsewhere ends with the page, and takes with it all that waits for it in the same database.
 */
import { type DBSchema, openDB } from 'idb';
import type { LastWords } from './storage';

// Fixed for ever, as that of the documents.
const DATABASE = 'patchbay-last-words';

interface Schema extends DBSchema {
  words: { key: string; value: LastWords };
}

export interface LastWordsStore {
  /** Kept though the page runs no code after this. Fails in silence: the write beside it tells. */
  leave(words: LastWords): void;
  read(id: string): Promise<LastWords | null>;
  forget(id: string): Promise<void>;
  close(): void;
}

/** Opens the database. Rejects where the browser denies storage. */
export async function openLastWords(): Promise<LastWordsStore> {
  const database = await openDB<Schema>(DATABASE, 1, {
    upgrade: (created) => void created.createObjectStore('words'),
    blocking: () => database.close(),
  });
  return {
    leave(words) {
      try {
        const transaction = database.transaction('words', 'readwrite');
        transaction.done.catch(() => {});
        transaction.store.put(words, words.document.id).catch(() => {});
        // Without this it would be complete only when code of the page has heard of the put.
        transaction.commit();
      } catch {
        // The browser closed the connection.
      }
    },
    read: async (id) => (await database.get('words', id)) ?? null,
    forget: (id) => database.delete('words', id),
    close: () => database.close(),
  };
}
