/** What the workspace needs of the browser; tests put their own in its place. */
import { downloadText } from './files';
import type { StorageEvents } from './indexedDbStorage';
import { type OpenedStorage, openStorage } from './openStorage';

export interface Environment {
  readonly openStorage: (events: StorageEvents) => Promise<OpenedStorage>;
  readonly now: () => number;
  /** A new id of a document. */
  readonly newDocumentId: () => string;
  readonly locks?: LockManager;
  readonly openChannel?: () => BroadcastChannel | null;
  /** Asks the browser not to evict what is stored; null when it cannot tell. */
  readonly persist: () => Promise<boolean | null>;
  readonly download: (name: string, text: string) => void;
  /** Takes the link out of the address, so that a reload opens the saved copy. */
  readonly clearHash: () => void;
  /** Calls back when the page is hidden or left; gives back how to end that. */
  readonly onHide: (callback: () => void) => () => void;
}

/** The browser that the page runs in. */
export function browserEnvironment(): Environment {
  return {
    openStorage: (events) => openStorage(events),
    now: () => Date.now(),
    newDocumentId,
    persist: async () => (await navigator.storage?.persist?.()) ?? null,
    download: downloadText,
    clearHash: () => history.replaceState(null, '', location.pathname + location.search),
    onHide,
  };
}

/** `crypto.randomUUID` is missing on addresses without https. */
function newDocumentId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function onHide(callback: () => void): () => void {
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') callback();
  };
  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('pagehide', callback);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    window.removeEventListener('pagehide', callback);
  };
}
