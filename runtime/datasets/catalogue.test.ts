import { describe, expect, it, vi } from 'vitest';
import { createDatasetLoader } from './catalogue';
import { diskReader, loadFromDisk as load } from './testing/diskReader';
import { type Dataset, valuesPerExample } from './types';

describe('createDatasetLoader', () => {
  it.each(['mnist', 'reverse-digits'])('%s gives what its fields say', async (id) => {
    const dataset = (await load(id)) as Dataset;
    for (const split of [dataset.train, dataset.validation, dataset.test]) {
      const batch = split.batch([0, split.size - 1]);
      expect(Object.keys(batch).sort()).toEqual(Object.keys(dataset.fields).sort());
      for (const [name, field] of Object.entries(dataset.fields)) {
        expect(batch[name]).toHaveLength(2 * valuesPerExample(field));
        const most = Math.max(...batch[name]);
        if (field.kind === 'image') expect(most).toBeLessThanOrEqual(1);
        if (field.kind === 'tokens') expect(most).toBeLessThan(field.vocabulary);
        if (field.kind === 'class') expect(most).toBeLessThan(field.classes);
      }
    }
  });

  it('keeps the sequences of the splits apart', async () => {
    const { train, validation, test } = (await load('reverse-digits')) as Dataset;
    const textsOf = (split: typeof train) => {
      const { source } = split.batch(Array.from({ length: split.size }, (_, index) => index));
      return Array.from({ length: split.size }, (_, row) =>
        source.slice(9 * row, 9 * row + 9).join(),
      );
    };
    const held = [...textsOf(validation), ...textsOf(test)];
    expect(new Set(held).size).toBe(held.length);
    const seen = new Set(textsOf(train));
    expect(held.filter((text) => seen.has(text))).toEqual([]);
  });

  it('answers null for a name it does not know, also one of every object', async () => {
    expect(await load('cifar')).toBeNull();
    expect(await load('constructor')).toBeNull();
  });

  it('tries a failed download again', async () => {
    const file = vi.fn(diskReader.file).mockRejectedValueOnce(new Error('offline'));
    const retrying = createDatasetLoader({
      reader: { ...diskReader, file },
      yieldToEvents: async () => {},
    });
    await expect(retrying('mnist')).rejects.toThrow('offline');
    expect((await retrying('mnist'))?.test.size).toBe(10_000);
    await retrying('mnist');
    expect(file).toHaveBeenCalledTimes(2);
  });
});
