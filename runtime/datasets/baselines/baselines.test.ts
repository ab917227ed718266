import { describe, expect, it } from 'vitest';
import type { Split } from '../types';
import { learnDictionary } from './dictionary';
import { dictionaryBaseline } from './dictionaryBaseline';
import { majorityBaseline } from './majorityBaseline';
import { ngramBaseline } from './ngramBaseline';
import { createPairTable } from './pairTable';

const now = async () => {};
const pairs = [
  ['the house', 'la maison'],
  ['the book', 'le livre'],
  ['a book', 'un livre'],
  ['the flower', 'la fleur'],
  ['a house', 'une maison'],
] as const;

describe('learnDictionary', () => {
  it('finds which words belong together, and leaves what it does not know', async () => {
    const translate = await learnDictionary(pairs, now);
    expect(translate('a flower, Ada')).toBe('un fleur , Ada');
    expect(translate('the house')).toBe('la maison');
    expect(translate('book')).toBe('livre');
    expect(translate('')).toBe('');
  });

  it('is scored by BLEU on what it did not see', async () => {
    const test = [['the house, a book, the flower.', 'la maison , un livre , la fleur .']] as const;
    const [baseline] = await dictionaryBaseline(pairs, test);
    expect(baseline.title).toBe('word by word');
    expect(baseline.metric.kind).toBe('bleu');
    expect(baseline.metric.value).toBeCloseTo(100, 6);
    expect(await dictionaryBaseline([], test)).toEqual([]);
  });
});

describe('majorityBaseline', () => {
  const split = (labels: readonly number[]): Split => ({
    size: labels.length,
    batch: (indices) => ({ label: Int32Array.from(indices, (index) => labels[index]) }),
  });

  it('always answers the class that was most frequent in training', async () => {
    const field = { kind: 'class', classes: 3, labels: 'none' } as const;
    const [baseline] = await majorityBaseline(split([0, 2, 2, 1]), split([2, 0, 1, 2, 0]), field);
    expect(baseline.metric).toEqual({ kind: 'accuracy', value: 0.4 });
    expect(await majorityBaseline(split([0]), split([]), field)).toEqual([]);
  });
});

it('ngramBaseline gives bits a character, and pauses', async () => {
  let pauses = 0;
  const [baseline] = await ngramBaseline(
    'hello world. '.repeat(6000),
    'hello world. ',
    async () => {
      pauses++;
    },
  );
  expect(baseline.title).toBe('5-gram model');
  expect(baseline.metric.value).toBeLessThan(1.5);
  expect(pauses).toBeGreaterThan(1);
});

it('createPairTable numbers pairs in the order in which they come', () => {
  const table = createPairTable();
  const numbers = new Map<string, number>();
  for (let i = 0; i < 5000; i++) {
    const [a, b] = [(i * 7919) % 211, (i * 104_729) % 307];
    const known = numbers.get(`${a},${b}`);
    expect(table.find(a, b)).toBe(known ?? -1);
    expect(table.add(a, b)).toBe(known ?? numbers.size);
    numbers.set(`${a},${b}`, known ?? numbers.size);
  }
  expect(table.size).toBe(numbers.size);
});
