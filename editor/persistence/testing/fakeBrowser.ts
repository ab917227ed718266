/** A browser for tests: storage that outlives tabs and can be made to fail, locks, and a clock. */
import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { createEditorStore } from '../../store/createEditorStore';
import { createWorkspace } from '../createWorkspace';
import type { Environment } from '../environment';
import { createFakeLocks } from './fakeLocks';

export type Fault = 'quota' | 'abort' | null;

/** How writing to storage fails now. A quota error counts down `times`, then room is found. */
const faults: { kind: Fault; times: number } = { kind: null, times: 0 };

const originalPut = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function put(this: IDBObjectStore, ...args: [unknown]) {
  if (faults.kind === 'quota' && this.name !== 'settings') {
    if (faults.times-- > 0) throw new DOMException('full', 'QuotaExceededError');
    faults.kind = null;
  }
  const request = originalPut.apply(this, args);
  if (faults.kind === 'abort' && this.name !== 'settings') this.transaction.abort();
  return request;
} as typeof originalPut;

export function createFakeBrowser() {
  globalThis.indexedDB = new IDBFactory();
  faults.kind = null;
  const locks = createFakeLocks();
  let tabs = 0;
  let ids = 0;
  const clock = { now: 1_800_000_000_000 };
  const downloads: { name: string; text: string }[] = [];

  /** A tab; `close()` ends it as a kill does: nothing is flushed. */
  function openTab(more: Partial<Environment> = {}) {
    const id = ++tabs;
    const hiding = new Set<() => void>();
    const cleared = { hash: false };
    const environment: Partial<Environment> = {
      now: () => clock.now,
      newDocumentId: () => `d${++ids}`,
      locks: locks.tab(id),
      persist: async () => true,
      download: (name, text) => downloads.push({ name, text }),
      clearHash: () => {
        cleared.hash = true;
      },
      onHide(callback) {
        hiding.add(callback);
        return () => hiding.delete(callback);
      },
      ...more,
    };
    const store = createEditorStore();
    const workspace = createWorkspace({ store, environment });
    return {
      store,
      workspace,
      state: () => store.getState(),
      work: () => workspace.state.getState(),
      cleared,
      hide() {
        for (const callback of hiding) callback();
      },
      close() {
        workspace.dispose();
        locks.kill(id);
      },
    };
  }

  return {
    openTab,
    downloads,
    clock,
    fail(kind: Fault, times = Number.POSITIVE_INFINITY) {
      faults.kind = kind;
      faults.times = times;
    },
  };
}
