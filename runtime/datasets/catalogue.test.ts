import { describe, expect, it, vi } from 'vitest';
import { createDatasetLoader } from './catalogue';
import { defineDataset } from './define';
import { diskReader, loadFromDisk as load } from './testing/diskReader';
import { type Dataset, type LoadContext, valuesPerExample } from './types';

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

  it('shares one load, tells all who wait, and gives up only when none does', async () => {
    const { definition, contexts, finish } = slowDataset();
    const loader = createDatasetLoader({
      reader: diskReader,
      yieldToEvents: async () => {},
      definitions: [definition],
    });
    const told: string[] = [];
    const leaving = new AbortController();
    const first = loader('slow', {
      signal: leaving.signal,
      onProgress: ({ done }) => told.push(`first ${done}`),
    });
    const second = loader('slow', { onProgress: ({ done }) => told.push(`second ${done}`) });
    await vi.waitFor(() => expect(contexts).toHaveLength(1));
    await contexts[0].pause(1, 2);
    leaving.abort(new Error('stopped'));
    await expect(first).rejects.toThrow('stopped');
    await contexts[0].pause(2, 2);
    expect(told).toEqual(['first 1', 'second 1', 'second 2']);
    finish();
    expect((await second)?.id).toBe('slow');
    expect(contexts).toHaveLength(1);
  });

  it('ends a load that nobody waits for, and begins it anew when it is asked for again', async () => {
    const { definition, contexts, finish } = slowDataset();
    const loader = createDatasetLoader({
      reader: diskReader,
      yieldToEvents: async () => {},
      definitions: [definition],
    });
    const leaving = new AbortController();
    const only = loader('slow', { signal: leaving.signal });
    await vi.waitFor(() => expect(contexts).toHaveLength(1));
    leaving.abort(new Error('stopped'));
    await expect(only).rejects.toThrow('stopped');
    await expect(contexts[0].pause(1, 2)).rejects.toThrow();
    const again = loader('slow');
    finish();
    expect((await again)?.task).toBe('classify');
    expect(contexts).toHaveLength(2);
  });
});

/** A data set that is there when the test says so. */
function slowDataset() {
  const contexts: LoadContext[] = [];
  const ends: (() => void)[] = [];
  const none = { size: 0, batch: () => ({}) };
  const definition = defineDataset(
    {
      id: 'slow',
      title: 'Slow',
      summary: '',
      group: 'own',
      takes: 'image',
      task: 'classify',
      sizes: null,
      bytes: 0,
      licence: '',
      citation: '',
      fields: () => ({}),
    },
    async () => ({
      load: (context, { id, title }) => {
        contexts.push(context);
        return new Promise((resolve) => {
          ends.push(() =>
            resolve({ id, title, fields: {}, train: none, validation: none, test: none }),
          );
        });
      },
    }),
  );
  return {
    contexts,
    definition,
    finish: () => setTimeout(() => ends.at(-1)?.()),
  };
}
