import { IDBFactory, IDBOpenDBRequest } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BASE } from '../../runtime/index';
import { noProgress } from '../store/session';
import { openIndexedDb } from './indexedDbStorage';
import { openMemoryStorage } from './memoryStorage';
import { openStorage } from './openStorage';
import {
  ConflictError,
  type DocumentStorage,
  KEEP_DELETED,
  type LastWords,
  MAX_VERSIONS,
  type StoredDocument,
  type StoredTraining,
  slotKey,
} from './storage';
import { createFakeBrowser } from './testing/fakeBrowser';

const document = (counter: number, more: Partial<StoredDocument> = {}): StoredDocument => ({
  id: 'd1',
  title: `T${counter}`,
  updated: counter,
  text: `text ${counter}`,
  hash: `h${counter}`,
  counter,
  source: null,
  sourceHash: null,
  ...more,
});

const training = (
  graphHash: string,
  saved: number,
  documentId = 'd1',
  variant = BASE,
): StoredTraining => ({
  documentId,
  slot: slotKey(variant, graphHash),
  saved,
  checkpoint: {
    step: saved,
    seed: 1,
    tensors: { 'n1/kernel': { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } },
  },
  progress: noProgress,
  summary: null,
});

let browser: ReturnType<typeof createFakeBrowser>;
beforeEach(() => {
  browser = createFakeBrowser();
});

const kinds: [string, () => Promise<DocumentStorage>][] = [
  ['indexeddb', () => openIndexedDb()],
  ['memory', async () => openMemoryStorage()],
];

describe.each(kinds)('%s', (kind, open) => {
  it('writes, reads and lists, newest first', async () => {
    const storage = await open();
    expect(storage.kind).toBe(kind);
    await storage.write({ document: document(1), expected: null, snapshot: null });
    const second = document(1, { id: 'd2', updated: 9 });
    await storage.write({ document: second, expected: null, snapshot: null });
    expect(await storage.read('d1')).toEqual(document(1));
    expect(await storage.read('gone')).toBeNull();
    const list = await storage.list();
    expect(list.map((entry) => entry.id)).toEqual(['d2', 'd1']);
    expect(list[0]).not.toHaveProperty('text');
  });

  it('does not overwrite what another tab wrote', async () => {
    const storage = await open();
    await storage.write({ document: document(1), expected: null, snapshot: null });
    await storage.write({ document: document(2), expected: 1, snapshot: null });
    for (const expected of [null, 1, 3]) {
      const request = { document: document(9), expected, snapshot: null };
      await expect(storage.write(request)).rejects.toThrow(ConflictError);
    }
    expect(await storage.read('d1')).toEqual(document(2));
  });

  it('keeps the last 20 versions of what was stored before, each once', async () => {
    const storage = await open();
    await storage.write({ document: document(1), expected: null, snapshot: 'activity' });
    for (let counter = 2; counter <= 30; counter++) {
      const snapshot = 'activity' as const;
      await storage.write({ document: document(counter), expected: counter - 1, snapshot });
    }
    const versions = await storage.versions('d1');
    expect(versions).toHaveLength(MAX_VERSIONS);
    expect(versions[0]).toMatchObject({ text: 'text 29', reason: 'activity', saved: 30 });
    expect(versions.at(-1)?.text).toBe('text 10');
    await storage.write({
      document: document(31, { hash: 'h30' }),
      expected: 30,
      snapshot: 'reset',
    });
    expect((await storage.versions('d1'))[0].text).toBe('text 29');
    expect(await storage.versions('d2')).toEqual([]);
  });

  it('takes a deletion back, even after twenty versions', async () => {
    const storage = await open();
    await storage.write({ document: document(1), expected: null, snapshot: null });
    for (let counter = 2; counter <= 25; counter++) {
      await storage.write({
        document: document(counter),
        expected: counter - 1,
        snapshot: 'activity',
      });
    }
    await storage.remove('d1', 100);
    expect(await storage.read('d1')).toBeNull();
    expect(await storage.restore('d1')).toMatchObject({ text: 'text 25', id: 'd1' });
    expect((await storage.read('d1'))?.text).toBe('text 25');
    expect(await storage.restore('d1')).toBeNull();
    expect(await storage.restore('gone')).toBeNull();
  });

  it('keeps the last two trainings of a document, found by graph', async () => {
    const storage = await open();
    for (const [hash, saved] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
      ['c', 4],
    ] as const) {
      await storage.putTraining(training(hash, saved));
    }
    await storage.putTraining(training('x', 1, 'd2'));
    expect((await storage.getTraining('d1', BASE))?.slot).toBe('base:c');
    expect(await storage.getTraining('d1', BASE, 'a')).toEqual(training('a', 3));
    expect(await storage.getTraining('d1', BASE, 'b')).toBeNull();
    await storage.freeRoom('d1');
    expect(await storage.getTraining('d2', BASE)).toBeNull();
    await storage.deleteTrainings('d1', () => true);
    expect(await storage.getTraining('d1', BASE)).toBeNull();
  });

  it('keeps the trainings of variants apart, though their graphs and names are alike', async () => {
    const storage = await open();
    for (const variant of [BASE, 'v1', 'v10']) {
      for (const saved of [1, 2, 3]) {
        await storage.putTraining(training(`h${saved}`, saved, 'd1', variant));
      }
    }
    for (const variant of [BASE, 'v1', 'v10']) {
      expect(await storage.getTraining('d1', variant)).toEqual(training('h3', 3, 'd1', variant));
      expect(await storage.getTraining('d1', variant, 'h2')).not.toBeNull();
      expect(await storage.getTraining('d1', variant, 'h1')).toBeNull();
    }
    await storage.deleteTrainings('d1', (variant) => variant === 'v1');
    expect(await storage.getTraining('d1', 'v1')).toBeNull();
    expect(await storage.getTraining('d1', 'v10')).not.toBeNull();
    expect(await storage.getTraining('d1', BASE)).not.toBeNull();
  });

  it('swaps trainings with the base in the write that says so, and only then', async () => {
    const storage = await open();
    await storage.write({ document: document(1), expected: null, snapshot: null });
    await storage.putTraining(training('same', 1, 'd1', BASE));
    await storage.putTraining(training('same', 2, 'd1', 'v1'));
    await storage.putTraining(training('same', 3, 'd1', 'v2'));
    await storage.putTraining(training('same', 4, 'd2', 'v1'));
    const request = { document: document(2), snapshot: null, swaps: ['v1'] };
    await expect(storage.write({ ...request, expected: 7 })).rejects.toThrow(ConflictError);
    const step = async (variant: string, id = 'd1') =>
      (await storage.getTraining(id, variant, 'same'))?.checkpoint.step;
    expect(await step(BASE)).toBe(1);
    await storage.write({ ...request, expected: 1 });
    expect([await step(BASE), await step('v1'), await step('v2')]).toEqual([2, 1, 3]);
    expect(await step('v1', 'd2')).toBe(4);
    const next = { document: document(3), expected: 2, snapshot: null, swaps: ['v2', 'v1'] };
    await storage.write(next);
    // The base went to v2; what was v2 went on to v1, and what was v1 is the base.
    expect([await step(BASE), await step('v1'), await step('v2')]).toEqual([1, 3, 2]);
  });

  it('has no last words of a document where none were left', async () => {
    const storage = await open();
    await storage.write({ document: document(1), expected: null, snapshot: null });
    expect(await storage.recover('d1')).toEqual(document(1));
    expect(await storage.recover('gone')).toBeNull();
  });

  it('keeps settings', async () => {
    const storage = await open();
    await storage.putSetting('theme', 'dark');
    expect(await storage.getSetting('theme')).toBe('dark');
    expect(await storage.getSetting('gone')).toBeUndefined();
  });
});

describe('last words', () => {
  const words = (more: Partial<LastWords> = {}): LastWords => ({
    document: document(2),
    expected: 1,
    swaps: [],
    underWay: null,
    ...more,
  });
  let storage: DocumentStorage;

  /** The page ends at once, and another one asks. */
  async function leave(left: LastWords): Promise<StoredDocument | null> {
    storage.leaveWords(left);
    storage.close();
    storage = await openIndexedDb();
    return storage.recover(left.document.id);
  }

  beforeEach(async () => {
    storage = await openIndexedDb();
    await storage.write({ document: document(1), expected: null, snapshot: null });
  });

  it('are written by the next page, once', async () => {
    expect(await leave(words())).toEqual(document(2));
    expect(await storage.read('d1')).toEqual(document(2));
    await storage.write({ document: document(3), expected: 2, snapshot: null });
    expect(await storage.recover('d1')).toEqual(document(3));
    expect(await storage.versions('d1')).toEqual([]);
  });

  it('come after a write that was under way, whether it arrived or not', async () => {
    await storage.putTraining(training('same', 1, 'd1', BASE));
    await storage.putTraining(training('same', 2, 'd1', 'v1'));
    await storage.putTraining(training('same', 3, 'd1', 'v2'));
    const steps = async () => {
      const all = [BASE, 'v1', 'v2'].map((id) => storage.getTraining('d1', id, 'same'));
      return (await Promise.all(all)).map((each) => each?.checkpoint.step);
    };
    const left = words({ document: document(9), swaps: ['v1', 'v2'], underWay: 1 });
    expect(await leave(left)).toMatchObject({ text: 'text 9', counter: 2 });
    const both = await steps();
    expect(both).toEqual([3, 1, 2]);
    await storage.write({
      document: document(3),
      expected: 2,
      snapshot: null,
      swaps: ['v2', 'v1'],
    });
    expect(await steps()).toEqual([1, 2, 3]);
    await storage.write({ document: document(4), expected: 3, snapshot: null, swaps: ['v1'] });
    const after = await leave({ ...left, expected: 3 });
    expect(after).toMatchObject({ text: 'text 9', counter: 5 });
    expect(await steps()).toEqual(both);
  });

  it('say nothing new where that write was the last', async () => {
    expect(await leave(words({ document: document(1), expected: null, underWay: 0 }))).toEqual(
      document(1),
    );
  });

  it('become a version where another tab wrote after them', async () => {
    await storage.write({ document: document(2), expected: 1, snapshot: null });
    const left = words({ document: document(7), expected: 1 });
    expect(await leave(left)).toEqual(document(2));
    expect((await storage.versions('d1')).map(({ text }) => text)).toEqual(['text 7']);
    expect(await storage.recover('d1')).toEqual(document(2));
    expect(await storage.versions('d1')).toHaveLength(1);
  });

  it('can be taken back, and are of one document', async () => {
    await storage.write({ document: document(1, { id: 'd2' }), expected: null, snapshot: null });
    storage.leaveWords(words());
    await storage.takeWordsBack('d1');
    expect(await leave(words({ document: document(2, { id: 'd2' }) }))).toMatchObject({ id: 'd2' });
    expect(await storage.recover('d1')).toEqual(document(1));
  });

  it('make a document that found no room before, and none that was deleted', async () => {
    const id = 'new';
    const left = words({ document: document(1, { id }), expected: null });
    expect(await leave(left)).toMatchObject({ id, counter: 1 });
    await storage.remove('d1', 5);
    expect(await leave(words())).toBeNull();
    expect(await storage.read('d1')).toBeNull();
  });
});

describe('IndexedDB', () => {
  it('fails where the browser ends a transaction without an answer to what was asked', async () => {
    const storage = await openIndexedDb();
    // As Chromium does with a value that is too large.
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
    ) {
      this.transaction.abort();
      return Object.assign(Object.create(IDBRequest.prototype), {
        addEventListener() {},
        removeEventListener() {},
      });
    });
    await expect(storage.putTraining(training('a', 1))).rejects.toThrow();
    put.mockRestore();
    await storage.putTraining(training('a', 2));
    expect(await storage.getTraining('d1', BASE)).toEqual(training('a', 2));
  });

  it('holds documents over a reload, and purges what was deleted long ago', async () => {
    const storage = await openIndexedDb();
    await storage.write({ document: document(1), expected: null, snapshot: null });
    await storage.write({ document: document(1, { id: 'd2' }), expected: null, snapshot: null });
    await storage.putTraining(training('a', 1));
    await storage.putTraining(training('a', 1, 'd2'));
    await storage.remove('d1', 1000);
    await storage.purgeDeleted(1000 + KEEP_DELETED);
    storage.close();
    const again = await openIndexedDb();
    expect(await again.getTraining('d1', BASE)).not.toBeNull();
    await again.purgeDeleted(1001 + KEEP_DELETED);
    expect(await again.restore('d1')).toBeNull();
    expect(await again.getTraining('d1', BASE)).toBeNull();
    expect(await again.read('d2')).not.toBeNull();
    expect(await again.getTraining('d2', BASE)).not.toBeNull();
  });

  /** As version 1 of the database left it. */
  async function leaveVersion1(): Promise<void> {
    const former = await openDB('patchbay', 1, {
      upgrade(created) {
        created.createObjectStore('documents', { keyPath: 'id' });
        const versions = created.createObjectStore('versions', {
          keyPath: 'key',
          autoIncrement: true,
        });
        versions.createIndex('documentId', 'documentId');
        const trainings = created.createObjectStore('trainings', {
          keyPath: ['documentId', 'graphHash'],
        });
        trainings.createIndex('documentId', 'documentId');
        created.createObjectStore('settings');
      },
    });
    await former.put('documents', document(4));
    await former.put('settings', 'd1', 'last-document');
    for (const [graphHash, saved] of [
      ['a', 1],
      ['b', 2],
    ] as const) {
      const { slot: _slot, ...rest } = training(graphHash, saved);
      await former.put('trainings', { ...rest, graphHash });
    }
    former.close();
  }

  it('takes over what version 1 kept: its trainings are of the base', async () => {
    await leaveVersion1();
    const storage = await openIndexedDb();
    expect(await storage.read('d1')).toEqual(document(4));
    expect(await storage.getSetting('last-document')).toBe('d1');
    expect(await storage.getTraining('d1', BASE, 'a')).toEqual(training('a', 1));
    expect(await storage.getTraining('d1', BASE)).toEqual(training('b', 2));
    storage.close();
    const again = await openIndexedDb();
    expect(await again.getTraining('d1', BASE)).toEqual(training('b', 2));
    again.close();
    const raw = await openDB('patchbay');
    expect([...raw.objectStoreNames]).toEqual(['documents', 'settings', 'slots', 'versions']);
    raw.close();
  });

  it.each(['quota', 'abort'] as const)(
    'opens the documents of version 1 though their trainings find no room: %s',
    async (fault) => {
      await leaveVersion1();
      browser.fail(fault);
      const storage = await openIndexedDb();
      browser.fail(null);
      expect(await storage.read('d1')).toEqual(document(4));
      expect(await storage.getTraining('d1', BASE)).toBeNull();
      await storage.putTraining(training('c', 3));
      expect(await storage.getTraining('d1', BASE)).toEqual(training('c', 3));
    },
  );

  it.each([
    ['quota', 'QuotaExceededError'],
    ['abort', 'AbortError'],
  ] as const)('undoes the whole transaction on a fault: %s', async (fault, name) => {
    const storage = await openIndexedDb();
    await storage.write({ document: document(1), expected: null, snapshot: null });
    browser.fail(fault);
    const request = { document: document(2), expected: 1, snapshot: 'activity' as const };
    await expect(storage.write(request)).rejects.toMatchObject({ name });
    browser.fail(null);
    expect(await storage.read('d1')).toEqual(document(1));
    expect(await storage.versions('d1')).toEqual([]);
    await storage.write(request);
    expect(await storage.read('d1')).toEqual(document(2));
  });

  it('opens a connection again that the browser closed', async () => {
    const storage = await openIndexedDb();
    await storage.write({ document: document(1), expected: null, snapshot: null });
    storage.close();
    await storage.write({ document: document(2), expected: 1, snapshot: null });
    expect(await storage.read('d1')).toEqual(document(2));
  });

  it('lets go when a newer Patchbay wants the database, and says so', async () => {
    let outdated = 0;
    const storage = await openIndexedDb({ onOutdated: () => outdated++ });
    await storage.write({ document: document(1), expected: null, snapshot: null });
    await new Promise<void>((resolve, reject) => {
      const upgrade = indexedDB.open('patchbay', 99);
      upgrade.onsuccess = () => {
        upgrade.result.close();
        resolve();
      };
      upgrade.onerror = () => reject(upgrade.error);
    });
    expect(outdated).toBe(1);
    const request = { document: document(2), expected: 1, snapshot: null };
    await expect(storage.write(request)).rejects.toMatchObject({ name: 'VersionError' });
    const { storage: fallback, reason } = await openStorage();
    expect(fallback.kind).toBe('memory');
    expect(reason).toBe('Your graphs were saved by a newer Patchbay. Reload the page to get it.');
  });
});

describe('openStorage', () => {
  it('works in memory where storage is denied, and says why', async () => {
    globalThis.indexedDB = {
      open() {
        throw new DOMException('denied', 'SecurityError');
      },
    } as unknown as IDBFactory;
    const { storage, reason } = await openStorage();
    expect(storage.kind).toBe('memory');
    expect(reason).toMatch(/does not let the page store anything/);
  });

  it('works in memory where storage never answers', async () => {
    globalThis.indexedDB = {
      open: () => new IDBOpenDBRequest(),
    } as unknown as IDBFactory;
    const { storage, reason } = await openStorage({}, 20);
    expect(storage.kind).toBe('memory');
    expect(reason).toBe('The storage of this browser does not answer.');
  });

  it('keeps things where it can', async () => {
    globalThis.indexedDB = new IDBFactory();
    const { storage, reason } = await openStorage();
    expect(storage.kind).toBe('indexeddb');
    expect(reason).toBeNull();
  });
});
