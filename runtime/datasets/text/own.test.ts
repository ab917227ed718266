/** Texts of any kind as data sets: what a user's own files become. */
import { describe, expect, it, vi } from 'vitest';
import { defineDataset } from '../define';
import { END, PAD } from '../tokenizer';
import type { Dataset, DatasetInfo, InputNeed, LoadContext } from '../types';
import { labelledTextFields, languageFields, pairsFields } from './fields';
import { labelledTextDataset } from './labelledTextDataset';
import { languageDataset } from './languageDataset';
import { pairsDataset } from './pairsDataset';
import { remember } from './remember';

const told = {
  id: 'mine',
  title: 'Mine',
  summary: '',
  group: 'own',
  takes: 'text',
  task: 'language',
  sizes: null,
  bytes: 0,
  licence: '',
  citation: '',
} satisfies Omit<DatasetInfo, 'fields'>;

const contextOf = (...needs: InputNeed[]): LoadContext => ({
  needs,
  readFile: () => Promise.reject(new Error('no file')),
  readPack: () => Promise.reject(new Error('no pack')),
  pause: async () => {},
});
const need = (field: string, length: number, vocabulary: number, tokenizer = 'characters') =>
  ({ path: field, field, role: 'tokens', shape: [length], vocabulary, tokenizer }) as const;

describe('a text', () => {
  const info: DatasetInfo = { ...told, fields: (needs) => languageFields(needs) };
  const parts = { train: 'hello world '.repeat(9), validation: 'hello', test: 'hello world' };
  const open = (...needs: InputNeed[]) => languageDataset(info, parts, contextOf(...needs));

  it('that is short has few windows, or none', async () => {
    const dataset = await open(need('decoderInput', 5, 32));
    expect([dataset.train.size, dataset.validation.size, dataset.test.size]).toEqual([103, 0, 2]);
    const longer = await open(need('decoderInput', 200, 32));
    expect([longer.train.size, longer.test.size]).toEqual([0, 0]);
  });

  it('with too many unknown characters has no length of a token', async () => {
    const strange = { ...parts, test: 'HELLO WORLD' };
    const dataset = await languageDataset(info, strange, contextOf(need('decoderInput', 5, 32)));
    expect(dataset.charactersPerToken).toBeUndefined();
    expect((await open(need('decoderInput', 5, 32))).charactersPerToken).toBe(1);
  });

  it('of three characters has pieces of words all the same', async () => {
    const dataset = await open(need('decoderInput', 4, 40, 'bpe'));
    const [tokenizer] = dataset.tokenizers ?? [];
    expect(tokenizer.pieces).toContain(' world');
    expect(dataset.charactersPerToken).toBeGreaterThan(2);
  });

  it('that is very long is started from at every second place', async () => {
    const long = { ...parts, train: 'ab'.repeat(2 ** 20) };
    const dataset = await languageDataset(info, long, contextOf(need('source', 8, 32)));
    expect(dataset.train.size).toBe(2 ** 20 - 3);
    const last = dataset.train.batch([dataset.train.size - 1]).source;
    expect([...last]).toEqual([...dataset.train.batch([0]).source]);
  });
});

describe('pairs', () => {
  it('that are all too long leave nothing, and say so', async () => {
    const info: DatasetInfo = { ...told, fields: (needs) => pairsFields(needs) };
    const pairs = [['one two three', 'un deux trois']] as const;
    const parts = { train: pairs, validation: pairs, test: pairs };
    const dataset = await pairsDataset(info, parts, contextOf(need('source', 3, 32)));
    expect(dataset.train.size).toBe(0);
    expect(dataset.notes?.[0]).toContain('1 of 1 in training');
    expect(await dataset.baselines?.()).toEqual([]);
  });

  it('of which one side is written alone give that side', async () => {
    const info: DatasetInfo = { ...told, fields: (needs) => pairsFields(needs) };
    const parts = { train: [['long '.repeat(99), 'ab']], validation: [], test: [] } as const;
    const dataset = await pairsDataset(info, parts, contextOf(need('decoderInput', 4, 32)));
    const batch = dataset.train.batch([0]);
    expect(Object.keys(batch)).toEqual(Object.keys(dataset.fields));
    const [tokenizer] = dataset.tokenizers ?? [];
    expect([...batch.target]).toEqual([...tokenizer.encode('ab', 32), END, PAD]);
    expect(dataset.baselines).toBeUndefined();
  });

  it('take the sizes of the targets where nothing is written', () => {
    const target: InputNeed = { ...need('target', 7, 99), tokenizer: undefined };
    expect(pairsFields([need('source', 5, 60, 'bpe'), target])).toMatchObject({
      source: { length: 5, vocabulary: 60, tokenizer: 'bpe' },
      target: { length: 7, vocabulary: 99, tokenizer: 'bpe' },
    });
  });
});

it('labelled texts are cut to the graph, with the names of their kinds', async () => {
  const names = ['bad', 'good'];
  const info: DatasetInfo = { ...told, fields: (needs) => labelledTextFields(needs, names) };
  const texts = [
    { text: 'fine', label: 1 },
    { text: 'poor work', label: 0 },
    { text: 'nice', label: 1 },
  ];
  const parts = { train: texts, validation: texts, test: texts };
  const dataset = await labelledTextDataset(info, parts, contextOf(need('source', 6, 32)));
  expect(dataset.fields.label).toMatchObject({ classes: 2, names });
  const { source, label } = dataset.train.batch([0, 1]);
  const [tokenizer] = dataset.tokenizers ?? [];
  expect([...label]).toEqual([1, 0]);
  expect([...source.slice(0, 6)]).toEqual([...tokenizer.encode('fine', 32), END, PAD]);
  expect([...source.slice(6)]).toEqual(tokenizer.encode('poor w', 32));
  const [baseline] = (await dataset.baselines?.()) ?? [];
  expect(baseline.metric.value).toBeCloseTo(2 / 3, 12);
});

describe('remember', () => {
  it('makes once for as long as the source is there, a few at a time', async () => {
    const source = {};
    const make = vi.fn(async () => ({}));
    const first = await remember(source, 'a', make);
    expect(await remember(source, 'a', make)).toBe(first);
    expect(await remember({}, 'a', make)).not.toBe(first);
    for (const key of 'bcde') await remember(source, key, make);
    expect(await remember(source, 'a', make)).not.toBe(first);
  });

  it('makes again what failed, also for one who only waited', async () => {
    const source = {};
    let fail = (_error: Error) => {};
    const broken = () =>
      new Promise<string>((_, reject) => {
        fail = reject;
      });
    const stopped = remember(source, 'a', broken);
    const waiting = remember(source, 'a', async () => 'made');
    fail(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    expect(await waiting).toBe('made');
    expect(await remember(source, 'a', broken)).toBe('made');
  });
});

it('loads as any other data set does', async () => {
  const definition = defineDataset(
    { ...told, fields: (needs) => languageFields(needs) },
    async () => ({
      load: (context, info): Promise<Dataset> =>
        languageDataset(
          info,
          { train: 'abc'.repeat(50), validation: 'abcabc', test: 'abcabc' },
          context,
        ),
    }),
  );
  const dataset = await definition.load(contextOf(need('decoderInput', 2, 32)));
  expect(dataset.train.batch([0, 1]).target).toHaveLength(4);
});
