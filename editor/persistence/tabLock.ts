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

  /**
   * Asks for the lock and holds it until `letGo`, or until another tab steals it. Resolves when it
   * is known whether the lock was given.
   */
  function ask(options: LockOptions): Promise<boolean> {
    return new Promise((answer) => {
      let granted = false;
      locks
        .request(name, options, (lock) => {
          granted = lock !== null && !released && options.signal?.aborted !== true;
          if (granted) become('owner');
          answer(granted);
          return granted ? new Promise<void>((resolve) => (letGo = resolve)) : undefined;
        })
        .catch(() => {
          answer(false);
          // What was given and then failed was stolen; a wait that was ended never was ours.
          if (granted) lost();
        });
    });
  }

  function lost(): void {
    if (released) return;
    become('reader');
    queue();
  }

  /** As a reader: becomes the owner when the owner's tab closes. */
  function queue(): void {
    waiting = new AbortController();
    void ask({ signal: waiting.signal });
  }

  channel?.addEventListener('message', async (event: MessageEvent<Message>) => {
    if (event.data.id !== documentId || event.data.kind !== 'flush') return;
    if (ownership !== 'owner') return;
    await flush();
    channel.postMessage({ kind: 'flushed', id: documentId } satisfies Message);
  });

  if (!(await ask({ ifAvailable: true }))) {
    become('reader');
    queue();
  }

  return {
    async takeOver() {
      if (released || ownership === 'owner') return;
      await askToFlush(channel, documentId);
      waiting?.abort();
      await ask({ steal: true });
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
