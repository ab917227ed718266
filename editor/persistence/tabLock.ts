/**
 * One tab owns a document, by a Web Lock that the browser frees when the tab dies. Other tabs show
 * it read-only; they may take it over, after the owner has saved.
 */

export type Ownership =
  | 'owner'
  /** Another tab owns it. */
  | 'reader'
  /** This browser has no locks (an insecure address): tabs are told apart by counters only. */
  | 'unguarded';

export interface TabLock {
  /** Asks the owner to save and let go, and becomes the owner. */
  takeOver(): Promise<void>;
  /** Lets go: the next tab that waits becomes the owner. */
  release(): void;
}

export interface TabLockOptions {
  readonly documentId: string;
  /** Told at once, and whenever it changes: the owner closed, or another tab took over. */
  readonly onOwnership: (ownership: Ownership) => void;
  /** Another tab wants to take over: saves all there is. */
  readonly flush: () => Promise<unknown>;
  readonly locks?: LockManager;
  readonly openChannel?: () => BroadcastChannel | null;
}

type Message =
  | { readonly kind: 'flush'; readonly id: string }
  | { readonly kind: 'flushed'; readonly id: string };

/** The longest that a take-over waits for the owner to save, in milliseconds. */
const FLUSH_PATIENCE_MS = 1_000;

/** Resolves when it is known whether this tab owns the document. */
export async function lockDocument(options: TabLockOptions): Promise<TabLock> {
  const { documentId, onOwnership, flush } = options;
  const locks = options.locks ?? globalThis.navigator?.locks;
  if (!locks) {
    onOwnership('unguarded');
    return { takeOver: async () => {}, release() {} };
  }
  const name = `patchbay:document:${documentId}`;
  const channel = (options.openChannel ?? openChannel)();
  let ownership: Ownership | null = null;
  let released = false;
  let letGo = () => {};
  let waiting: AbortController | null = null;

  function become(next: Ownership): void {
    if (released || ownership === next) return;
    ownership = next;
    onOwnership(next);
  }

  /** Holds the lock until `letGo`, or until another tab steals it. */
  function hold(): Promise<void> {
    return new Promise((resolve) => {
      letGo = resolve;
    });
  }

  function lost(): void {
    if (released || ownership !== 'owner') return;
    become('reader');
    queue();
  }

  /** As a reader: becomes the owner when the owner's tab closes. */
  function queue(): void {
    const controller = new AbortController();
    waiting = controller;
    locks
      .request(name, { signal: controller.signal }, () => {
        if (controller.signal.aborted || released) return undefined;
        waiting = null;
        become('owner');
        return hold();
      })
      // Aborted because we took over or closed, or stolen by another tab.
      .catch(lost);
  }

  channel?.addEventListener('message', async (event: MessageEvent<Message>) => {
    if (event.data.id !== documentId || event.data.kind !== 'flush') return;
    if (ownership !== 'owner') return;
    await flush();
    channel.postMessage({ kind: 'flushed', id: documentId } satisfies Message);
  });

  await new Promise<void>((settled) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock) become('owner');
        else {
          become('reader');
          queue();
        }
        settled();
        return lock ? hold() : undefined;
      })
      .catch(() => {
        lost();
        settled();
      });
  });

  return {
    async takeOver() {
      if (released || ownership === 'owner') return;
      await askToFlush(channel, documentId);
      waiting?.abort();
      await new Promise<void>((settled) => {
        locks
          .request(name, { steal: true }, () => {
            become('owner');
            settled();
            return hold();
          })
          .catch(() => {
            lost();
            settled();
          });
      });
    },
    release() {
      if (released) return;
      released = true;
      waiting?.abort();
      letGo();
      channel?.close();
    },
  };
}

function openChannel(): BroadcastChannel | null {
  return typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('patchbay');
}

function askToFlush(channel: BroadcastChannel | null, id: string): Promise<void> {
  if (!channel) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      channel.removeEventListener('message', hear);
      resolve();
    };
    const hear = ({ data }: MessageEvent<Message>) => {
      if (data.kind === 'flushed' && data.id === id) finish();
    };
    const timer = setTimeout(finish, FLUSH_PATIENCE_MS);
    channel.addEventListener('message', hear);
    channel.postMessage({ kind: 'flush', id } satisfies Message);
  });
}
