/** What is kept on this computer. */
import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDatasetLoader } from '../catalogue';
import { checkTrainingData } from '../checkTrainingData';
import { findDataset } from '../registry';
import { setKnownOwn } from './knownOwn';
import { findOwnDefinition } from './loadOwn';
import { titleOfOwnId, toOwnId } from './ownId';
import { listOwn, putOwn, readOwn, removeOwn, renameOwn } from './ownStore';
import type { OwnDataset } from './types';

const record: OwnDataset = {
  id: 'own:cats-0000000a',
  title: 'Cats',
  created: 5,
  bytes: 10,
  info: {
    kind: 'pictures',
    height: 1,
    width: 1,
    channels: 1,
    classes: ['a', 'b'],
    sizes: { train: 3, validation: 1, test: 1 },
  },
};
const parts = { images: Uint8Array.of(1, 2, 3, 4, 255), labels: Uint8Array.of(0, 1, 0, 1, 1) };

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => vi.restoreAllMocks());

describe('the store', () => {
  it('keeps, lists the newest first, renames and removes', async () => {
    await putOwn(record, parts);
    await putOwn({ ...record, id: 'own:cats-0000000b', created: 6 }, parts);
    expect((await listOwn()).map(({ created }) => created)).toEqual([6, 5]);
    await renameOwn(record.id, 'Tigers');
    await removeOwn('own:cats-0000000b');
    expect(await listOwn()).toEqual([{ ...record, title: 'Tigers' }]);
    expect(await readOwn(record.id)).toEqual(parts);
    expect(await readOwn('own:cats-0000000b')).toEqual({});
  });

  it('keeps arrays that are longer than a piece, in order', async () => {
    const images = Uint8Array.from({ length: 50 }, (_, index) => index);
    await putOwn(record, { images }, 4);
    expect(await readOwn(record.id)).toEqual({ images });
  });

  it('keeps nothing where there is no room', async () => {
    await putOwn(record, parts);
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function fail(
      this: IDBObjectStore,
      ...args: Parameters<typeof put>
    ) {
      if (this.name === 'chunks') throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, args);
    });
    const other = { ...record, id: 'own:dogs-0000000c' };
    await expect(putOwn(other, parts)).rejects.toMatchObject({ name: 'QuotaExceededError' });
    await expect(putOwn({ ...record, title: 'New' }, parts)).rejects.toThrow();
    expect(await listOwn()).toEqual([record]);
    expect(await readOwn(record.id)).toEqual(parts);
  });
});

describe('kept data', () => {
  const loader = createDatasetLoader({
    reader: {
      file: () => Promise.reject(new Error('none')),
      pack: () => Promise.reject(new Error('none')),
    },
    yieldToEvents: async () => {},
    findOwn: findOwnDefinition,
  });

  it('loads by its id as any other, and is gone when it is removed', async () => {
    await putOwn(record, parts);
    const dataset = await loader(record.id);
    expect(dataset?.title).toBe('Cats');
    expect(dataset?.test.batch([0])).toEqual({
      image: Float32Array.of(1),
      label: Int32Array.of(1),
    });
    await removeOwn(record.id);
    expect(await loader(record.id)).toBeNull();
  });

  it('is known to the page without its bytes; what is not here is told', () => {
    const needs = [{ path: 'x', field: 'image', role: 'image', shape: [28, 28, 1] }] as const;
    const experiment = {
      dataset: record.id,
      batchSize: 1,
      steps: 1,
      optimizer: 'sgd',
      learningRate: 1,
      warmupSteps: 0,
      seed: 0,
    } as const;
    setKnownOwn([record]);
    expect(findDataset(record.id)?.sizes?.train).toBe(3);
    expect(checkTrainingData({ experiment }, needs)[0]).toMatchObject({
      severity: 'warning',
      message: 'This block takes height 28, width 28, channels 1; Cats has 1, 1, 1.',
    });
    setKnownOwn([]);
    expect(checkTrainingData({ experiment }, needs)[0].message).toBe(
      'This graph was trained on your own data “Cats”, which is not on this computer.',
    );
  });
});

it.each([
  ['Cats & dogs', 'own:cats-dogs-0000000a', 'Cats dogs'],
  ['Äpfel', 'own:apfel-0000000a', 'Apfel'],
  ['猫', 'own:data-0000000a', 'Data'],
])('the id of %s can be read', (title, id, read) => {
  expect(toOwnId(title, '0000000a')).toBe(id);
  expect(titleOfOwnId(id)).toBe(read);
});
