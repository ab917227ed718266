/** What every data set that the site carries must hold. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDatasetLoader } from './catalogue';
import { datasets, findDataset } from './registry';
import { diskReader } from './testing/diskReader';
import { type Dataset, type Field, type FieldValues, type Split, valuesPerExample } from './types';

const splits = ['train', 'validation', 'test'] as const;
const shipped = datasets.filter(({ pack }) => pack === undefined);

async function load(id: string): Promise<Dataset> {
  const loader = createDatasetLoader({ reader: diskReader, yieldToEvents: async () => {} });
  const dataset = await loader(id);
  if (!dataset) throw new Error(`no data set ${id}`);
  return dataset;
}

/** Some examples, the first and the last among them. */
function someOf({ size }: Split): number[] {
  const step = Math.max(1, Math.floor(size / 40));
  const indices = Array.from({ length: Math.ceil(size / step) }, (_, index) => index * step);
  return [...new Set([...indices, size - 1])];
}

function expectValues(name: string, field: Field, values: FieldValues): void {
  const numbers = Array.from(values);
  const least = numbers.reduce((a, b) => Math.min(a, b));
  const most = numbers.reduce((a, b) => Math.max(a, b));
  const whole = numbers.every(Number.isInteger);
  switch (field.kind) {
    case 'image':
      expect(values, name).toBeInstanceOf(Float32Array);
      expect(least, name).toBeGreaterThanOrEqual(0);
      expect(most, name).toBeLessThanOrEqual(1);
      // Something is to be seen.
      expect(most - least, name).toBeGreaterThan(0.5);
      return;
    case 'tokens':
      expect(whole && least >= 0 && most < field.vocabulary, name).toBe(true);
      return;
    case 'class':
      expect(whole && least >= 0 && most < field.classes, name).toBe(true);
      return;
    case 'numbers':
      expect(numbers.every(Number.isFinite), name).toBe(true);
      if (field.classes === undefined) return;
      expect(whole && least >= -1 && most < field.classes, name).toBe(true);
  }
}

describe.each(datasets.map((info) => [info.id, info] as const))('%s', (id, info) => {
  it('is told in words, with its licence and whom to cite', () => {
    for (const text of [info.title, info.summary, info.licence]) expect(text.trim()).not.toBe('');
    expect(info.summary).toMatch(/[.?]$/);
    expect(info.citation === '').toBe(info.licence === 'Made here');
    expect(info.bytes > 0 || info.citation === '').toBe(true);
    expect(datasets.filter((other) => other.id === id)).toHaveLength(1);
  });

  it('is a pack that can be fetched, with a part that every site has; or ships', () => {
    if (info.pack === undefined) {
      expect(info.smaller).toBeUndefined();
      return;
    }
    const script = new URL(`../../scripts/data/${info.pack}.mjs`, import.meta.url);
    expect(existsSync(script)).toBe(true);
    const smaller = findDataset(info.smaller ?? '');
    expect(smaller?.pack).toBeUndefined();
    expect(smaller?.fields([])).toEqual(info.fields([]));
    expect(smaller?.task).toBe(info.task);
  });
});

describe.each(shipped.map((info) => [info.id, info] as const))('%s, loaded', (id, info) => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await load(id);
  });

  it('has the fields and sizes that were told, and values that they allow', () => {
    expect([dataset.id, dataset.title]).toEqual([id, info.title]);
    expect(dataset.fields).toEqual(info.fields([]));
    for (const name of splits) {
      const split = dataset[name];
      if (info.sizes) expect(split.size, name).toBe(info.sizes[name]);
      const indices = someOf(split);
      const batch = split.batch(indices);
      expect(Object.keys(batch).sort()).toEqual(Object.keys(dataset.fields).sort());
      for (const [key, field] of Object.entries(dataset.fields)) {
        expect(batch[key].length, key).toBe(indices.length * valuesPerExample(field));
        expectValues(`${name} ${key}`, field, batch[key]);
      }
    }
  });

  it('gives the same again, whatever else is asked for', async () => {
    const again = await load(id);
    for (const name of splits) {
      const indices = someOf(dataset[name]);
      const together = dataset[name].batch(indices);
      const single = again[name].batch(indices.slice(-1));
      for (const key of Object.keys(together)) {
        expect(again[name].batch(indices)[key], key).toEqual(together[key]);
        expect(together[key].slice(-single[key].length), key).toEqual(single[key]);
      }
    }
  });

  it('shares no example between its parts', () => {
    // What is drawn here has too many to see them all.
    const most = info.bytes > 0 && info.task === 'classify' ? Number.POSITIVE_INFINITY : 1000;
    const parts = splits.map((name) => contentsOf(dataset, dataset[name], most));
    const all = parts.flatMap((part) => [...part]);
    expect(new Set(all).size).toBe(all.length);
  });
});

/** Hashes of what goes into a graph: of answers alone, there may be few. */
function contentsOf({ fields }: Dataset, split: Split, most: number): Set<string> {
  const [input] = ['image', 'source', 'decoderInput', 'sequence'].filter((name) => fields[name]);
  const size = valuesPerExample(fields[input]);
  const found = new Set<string>();
  for (let first = 0; first < Math.min(most, split.size); first += 500) {
    const count = Math.min(500, split.size - first);
    const values = split.batch(Array.from({ length: count }, (_, row) => first + row))[input];
    for (let row = 0; row < count; row++) {
      const bytes = values.subarray(row * size, (row + 1) * size);
      const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      found.add(createHash('md5').update(view).digest('base64'));
    }
  }
  return found;
}
