import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadFromDisk } from '../testing/diskReader';
import { END, PAD, START, UNKNOWN } from '../tokenizer';
import { tokenizerFor } from '../tokenizers';
import type { Dataset, InputNeed, TokensField } from '../types';
import englishFrench from './englishFrench/dataset';
import { readPairs, readParts } from './parts';
import sotu, { ALPHABET } from './sotu/dataset';

const bytesOf = (file: string) => new Uint8Array(readFileSync(new URL(file, import.meta.url)));
const tokens = (field: string, length: number, tokenizer: string, vocabulary: number) =>
  ({
    path: field,
    field,
    role: field === 'decoderInput' ? 'generated-tokens' : 'tokens',
    shape: [length],
    vocabulary,
    tokenizer,
  }) satisfies InputNeed;

const load = async (id: string, ...needs: InputNeed[]) =>
  (await loadFromDisk(id, { needs })) as Dataset;

const textOf = (dataset: Dataset, field: string, ids: ArrayLike<number>) => {
  const tokenizer = tokenizerFor(dataset.fields[field] as TokensField, dataset);
  return Array.from(ids, (id) => tokenizer?.decode(id)).join('');
};

describe('the texts that the site carries', () => {
  it.each([
    ['sotu/sotu.bin', sotu, 'eae665e4dceb4d6350adcd9f3cf43cd444b81061980299264338d34c5eace083'],
    [
      'englishFrench/english-french.bin',
      englishFrench,
      '72883382691a0dfac953070f6fdb6279900bfb7deb12c59c1fc4e5ee939e6be1',
    ],
  ])('%s is as it was made', (file, { bytes, licence, citation }, checksum) => {
    const packed = bytesOf(file);
    expect(packed).toHaveLength(bytes);
    expect(createHash('sha256').update(gunzipSync(packed)).digest('hex')).toBe(checksum);
    expect(licence).not.toBe('');
    expect(citation).not.toBe('');
  });

  it('speeches have an alphabet that is known, also in what is held out', async () => {
    const { train, validation, test } = await readParts(bytesOf('sotu/sotu.bin'));
    const alphabet = new Set(train);
    expect(alphabet.size).toBe(80);
    expect(alphabet.size).toBeLessThanOrEqual(ALPHABET);
    expect([...new Set(validation + test)].filter((each) => !alphabet.has(each))).toEqual([]);
    expect(train.length + validation.length + test.length).toBeGreaterThan(950_000);
    // No sentence of a speech that is held out is in another part.
    for (const held of [validation, test]) {
      const sentence = held.slice(1000, 1200);
      expect(held.split(sentence)).toHaveLength(2);
      expect(train).not.toContain(sentence);
    }
  });

  it('no English sentence is in two parts, in any case or with other marks', async () => {
    const parts = Object.values(await readParts(bytesOf('englishFrench/english-french.bin'))).map(
      readPairs,
    );
    expect(parts.map(({ length }) => length)).toEqual([7991, 500, 727]);
    const names = parts.map(
      (pairs) =>
        new Set(
          pairs.map(([text]) =>
            text
              .toLowerCase()
              .replace(/[^\p{L}\p{N}]+/gu, ' ')
              .trim(),
          ),
        ),
    );
    const shared = [...names[0]].filter((name) => names[1].has(name) || names[2].has(name));
    expect(shared).toEqual([]);
    expect([...names[1]].filter((name) => names[2].has(name))).toEqual([]);
    expect(parts.flat().filter(([english, french]) => !english || !french)).toEqual([]);
  });

  it('refuses what is no text in three parts', async () => {
    await expect(readParts(bytesOf('text.test.ts'))).rejects.toThrow('cannot be read');
    expect(() => readPairs('a\tb\nc\n')).toThrow('Line 2');
  });
});

describe('sotu', () => {
  it('gives the next tokens of every place, and tiles what is held out', async () => {
    const dataset = await load('sotu', tokens('decoderInput', 32, 'characters', 96));
    const { train } = await readParts(bytesOf('sotu/sotu.bin'));
    const { decoderInput, target } = dataset.train.batch([0, 5000, dataset.train.size - 1]);
    expect(textOf(dataset, 'decoderInput', decoderInput)).toBe(
      [0, 5000, train.length - 33].map((start) => train.slice(start, start + 32)).join(''),
    );
    expect(textOf(dataset, 'target', target)).toBe(
      [1, 5001, train.length - 32].map((start) => train.slice(start, start + 32)).join(''),
    );
    const every = Array.from({ length: dataset.test.size }, (_, index) => index);
    const { test } = await readParts(bytesOf('sotu/sotu.bin'));
    const tiled = textOf(dataset, 'target', dataset.test.batch(every).target);
    expect(tiled).toBe(test.slice(1, 1 + tiled.length));
    expect(test.length - tiled.length).toBeLessThanOrEqual(32);
    expect(dataset.charactersPerToken).toBe(1);
    expect(dataset.fields.target).toMatchObject({ length: 32, vocabulary: 96 });
  });

  it('asks for as many ids as there are characters', async () => {
    const { fields } = await load('sotu', tokens('decoderInput', 32, 'characters', 13));
    expect(fields.decoderInput).toMatchObject({ vocabulary: ALPHABET + 5 });
  });

  it('in pieces of words is the same text, with fewer tokens', async () => {
    const dataset = await load('sotu', tokens('decoderInput', 32, 'bpe', 1024));
    const every = Array.from({ length: dataset.test.size }, (_, index) => index);
    const { decoderInput } = dataset.test.batch(every);
    const { test } = await readParts(bytesOf('sotu/sotu.bin'));
    const text = textOf(dataset, 'decoderInput', decoderInput);
    expect(text).toBe(test.slice(0, text.length));
    expect(decoderInput.includes(UNKNOWN)).toBe(false);
    expect(dataset.charactersPerToken).toBeGreaterThan(2.8);
    expect(dataset.charactersPerToken).toBeCloseTo(text.length / decoderInput.length, 1);
    const [tokenizer] = dataset.tokenizers ?? [];
    expect(tokenizer.merges.length).toBe(1024 - 5 - 80);
    expect(Math.max(...decoderInput)).toBeLessThan(1023);
  });

  it('gives the text itself to models of hidden tokens, and the text before to those that read it', async () => {
    const hidden = await load('sotu', tokens('source', 16, 'characters', 96));
    expect(Object.keys(hidden.fields)).toEqual(['source', 'target']);
    const { source, target } = hidden.train.batch([7, 8]);
    expect([...target]).toEqual([...source]);
    expect(hidden.baselines).toBeUndefined();

    const both = await load(
      'sotu',
      tokens('source', 10, 'characters', 96),
      tokens('decoderInput', 16, 'characters', 96),
    );
    const batch = both.validation.batch([3]);
    const text =
      textOf(both, 'source', batch.source) + textOf(both, 'decoderInput', batch.decoderInput);
    const { validation } = await readParts(bytesOf('sotu/sotu.bin'));
    expect(text).toBe(validation.slice(48, 74));
    expect(textOf(both, 'target', batch.target)).toBe(validation.slice(59, 75));
  });

  it('is guessed by counting characters in 1.76 bits each', async () => {
    const dataset = await load('sotu', tokens('decoderInput', 32, 'characters', 96));
    const [baseline] = (await dataset.baselines?.()) ?? [];
    expect(baseline).toMatchObject({ title: '5-gram model', metric: { kind: 'bits' } });
    expect(baseline.metric.value).toBeCloseTo(1.7589, 3);
  });
});

describe('english-french', () => {
  const both = (length: number, vocabulary: number) => [
    tokens('source', length, 'bpe', vocabulary),
    tokens('decoderInput', length, 'bpe', vocabulary),
  ];

  it('reads one side and writes the other, in one tokenizer', async () => {
    const dataset = await load('english-french', ...both(48, 1000));
    expect(dataset.tokenizers).toHaveLength(1);
    const pairs = readPairs((await readParts(bytesOf('englishFrench/english-french.bin'))).train);
    const { source, decoderInput, target } = dataset.train.batch([0]);
    const side = (ids: ArrayLike<number>) => {
      const row = Array.from(ids);
      const end = row.indexOf(END);
      expect(row.slice(end + 1).every((id) => id === PAD)).toBe(true);
      return textOf(dataset, 'source', row.slice(0, end));
    };
    expect(pairs).toContainEqual([side(source), side(target)]);
    expect(decoderInput[0]).toBe(START);
    const end = target.indexOf(END);
    expect([...decoderInput.slice(1, end + 1)]).toEqual([...target.slice(0, end)]);
    expect(decoderInput.slice(end + 1).every((id) => id === PAD)).toBe(true);
    const [tokenizer] = dataset.tokenizers ?? [];
    expect(tokenizer.marksEnd).toBe(true);
  });

  it('leaves out what is too long, and says so', async () => {
    const dataset = await load('english-french', ...both(16, 1000));
    const left = 7991 - dataset.train.size;
    expect(left).toBeGreaterThan(1000);
    expect(dataset.notes).toEqual([
      `Pairs that are longer than the 16 tokens of this graph are left out: ${left.toLocaleString('en')} of 7,991 in training, ${727 - dataset.test.size} of 727 in the test.`,
    ]);
    const whole = await load('english-french', ...both(1024, 1000));
    expect([whole.train.size, whole.validation.size, whole.test.size]).toEqual([7991, 500, 727]);
    expect(whole.notes).toBeUndefined();
  });

  it('has a tokenizer for each number of ids that is asked for', async () => {
    const dataset = await load(
      'english-french',
      tokens('source', 32, 'bpe', 600),
      tokens('decoderInput', 40, 'characters', 140),
    );
    expect(dataset.tokenizers?.map(({ id, vocabulary }) => [id, vocabulary])).toEqual([
      ['bpe', 600],
      ['characters', 140],
    ]);
    expect(dataset.fields.target).toMatchObject({ length: 40, vocabulary: 140 });
    const { target } = dataset.test.batch([0]);
    expect(textOf(dataset, 'target', target.slice(0, target.indexOf(END)))).not.toBe('');
  });

  it('is translated word by word to a BLEU of 24', async () => {
    const dataset = await load('english-french', ...both(1024, 1000));
    const [baseline] = (await dataset.baselines?.()) ?? [];
    expect(baseline).toMatchObject({ title: 'word by word', metric: { kind: 'bleu' } });
    expect(baseline.metric.value).toBeCloseTo(23.77, 1);
  });
});
