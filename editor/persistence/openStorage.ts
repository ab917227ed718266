/** Opens what this browser allows: IndexedDB, or memory with the reason why. */
import { openIndexedDb, type StorageEvents } from './indexedDbStorage';
import { openMemoryStorage } from './memoryStorage';
import type { DocumentStorage } from './storage';

export interface OpenedStorage {
  readonly storage: DocumentStorage;
  /** Why nothing is kept when the tab closes; null when it is. */
  readonly reason: string | null;
}

/** Longer than any healthy browser takes; some hang for ever when storage is broken. */
const PATIENCE_MS = 5_000;

/** Never rejects. While another tab blocks the database it waits, and tells `onBlocked`. */
export async function openStorage(
  events: StorageEvents = {},
  patienceMs = PATIENCE_MS,
): Promise<OpenedStorage> {
  if (typeof indexedDB === 'undefined') {
    return inMemory('This browser gives pages no storage.');
  }
  let blocked = false;
  let late = false;
  const opening = openIndexedDb({
    ...events,
    onBlocked() {
      blocked = true;
      events.onBlocked?.();
    },
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      if (!blocked) resolve(null);
    }, patienceMs);
  });
  try {
    const storage = await Promise.race([opening, patience]);
    if (storage) return { storage, reason: null };
    late = true;
    return inMemory('The storage of this browser does not answer.');
  } catch (error) {
    const newer = error instanceof DOMException && error.name === 'VersionError';
    return inMemory(
      newer
        ? 'Your graphs were saved by a newer Patchbay. Reload the page to get it.'
        : 'This browser does not let the page store anything; a private window may be the reason.',
    );
  } finally {
    clearTimeout(timer);
    // A connection that comes too late would block the updates of other tabs.
    opening.then((storage) => late && storage.close()).catch(() => {});
  }
}

function inMemory(reason: string): OpenedStorage {
  return { storage: openMemoryStorage(), reason };
}
