/** Web Locks among the simulated tabs of a test; a tab that dies frees what it held. */

interface Held {
  readonly tab: number;
  /** Ends the hold with the error that a stolen lock gives. */
  readonly steal: () => void;
  readonly free: () => void;
}

interface Waiting {
  readonly tab: number;
  readonly grant: () => void;
}

export function createFakeLocks() {
  const held = new Map<string, Held>();
  const queues = new Map<string, Waiting[]>();

  function next(name: string): void {
    const [first, ...rest] = queues.get(name) ?? [];
    queues.set(name, rest);
    first?.grant();
  }

  /** Runs the callback while the lock is held, as the browser does. */
  function hold(tab: number, name: string, callback: LockGrantedCallback<unknown>) {
    return new Promise((resolve, reject) => {
      let over = false;
      const end = (settle: () => void) => {
        if (over) return;
        over = true;
        settle();
      };
      const entry: Held = {
        tab,
        steal: () => end(() => reject(new DOMException('stolen', 'AbortError'))),
        free: () => end(() => {}),
      };
      held.set(name, entry);
      const release = () => {
        if (held.get(name) !== entry) return;
        held.delete(name);
        next(name);
      };
      Promise.resolve()
        .then(() => callback({ name, mode: 'exclusive' }))
        .then((value) => end(() => resolve(value)))
        .finally(release);
    });
  }

  /** The lock manager as one tab sees it. */
  function tab(id: number): LockManager {
    async function request(
      name: string,
      options: LockOptions,
      callback: LockGrantedCallback<unknown>,
    ): Promise<unknown> {
      const owner = held.get(name);
      if (options.steal) {
        owner?.steal();
        return hold(id, name, callback);
      }
      if (!owner) return hold(id, name, callback);
      if (options.ifAvailable) return callback(null);
      return new Promise((resolve, reject) => {
        const entry: Waiting = {
          tab: id,
          grant: () => hold(id, name, callback).then(resolve, reject),
        };
        queues.set(name, [...(queues.get(name) ?? []), entry]);
        options.signal?.addEventListener('abort', () => {
          queues.set(
            name,
            (queues.get(name) ?? []).filter((waiting) => waiting !== entry),
          );
          reject(new DOMException('aborted', 'AbortError'));
        });
      });
    }
    return { request, query: async () => ({}) } as unknown as LockManager;
  }

  /** The browser frees what a dead tab held or waited for. */
  function kill(id: number): void {
    for (const [name, waiting] of queues) {
      queues.set(
        name,
        waiting.filter((entry) => entry.tab !== id),
      );
    }
    for (const [name, owner] of [...held]) {
      if (owner.tab !== id) continue;
      owner.free();
      held.delete(name);
      next(name);
    }
  }

  return { tab, kill };
}
