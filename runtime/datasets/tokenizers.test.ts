import { describe, expect, it } from 'vitest';
import { SYMBOLS } from './symbols';
import { loadFromDisk } from './testing/diskReader';
import type { LearnedTokenizer } from './tokenizer';
import { END, PAD, tokenize, tokenizerFor } from './tokenizers';

const digits = tokenizerFor({ tokenizer: 'digits' }, null)!;
const words = tokenizerFor({ tokenizer: 'words' }, null)!;
const symbols = tokenizerFor({ tokenizer: 'symbols' }, null)!;

describe('tokenize', () => {
  it('writes digits as the data set does', async () => {
    const source = (await loadFromDisk('reverse-digits'))!.train.batch([0]).source as Int32Array;
    const text = Array.from(source, (id) => digits.decode(id)).join('');
    expect(text).toMatch(/^[0-9]{8}<end>$/);
    expect(tokenize(digits, text.slice(0, 8), 9, 13).ids).toEqual(source);
  });

  it('pads what is short and tells what did not fit', () => {
    const short = tokenize(digits, '4 and 2', 5, 13);
    expect([...short.ids]).toEqual([7, 5, END, PAD, PAD]);
    expect(short.texts).toEqual(['4', '2', '<end>', '·', '·']);
    expect(short.dropped).toBe(0);
    expect(tokenize(digits, '123456', 4, 13)).toMatchObject({ dropped: 2 });
  });

  it('gives a word the same id wherever it stands, within the vocabulary', () => {
    const ids = words.encode("The cat didn't see the dog, THE dog did.", 37_000);
    expect(ids).toHaveLength(11);
    expect(ids[0]).toBe(ids[4]);
    expect(ids[0]).toBe(ids[7]);
    expect(ids[1]).not.toBe(ids[5]);
    for (const id of words.encode('a b c d e f g h', 5)) {
      expect(id).toBeGreaterThanOrEqual(3);
      expect(id).toBeLessThan(5);
    }
  });

  it('reads text without any piece as an end', () => {
    expect([...tokenize(digits, 'none', 3, 13).ids]).toEqual([END, PAD, PAD]);
  });
});

describe('symbols', () => {
  it('have the ids of digits first, and are read back', () => {
    expect(symbols.encode('0123456789', 51)).toEqual(digits.encode('0123456789', 13));
    const ids = symbols.encode(SYMBOLS, 51);
    expect(ids).toEqual(Array.from({ length: 48 }, (_, index) => 3 + index));
    expect(ids.map(symbols.decode).join('')).toBe(SYMBOLS);
    expect(symbols.encode('A3 é?', 51).map(symbols.decode).join('')).toBe('a3 ?');
    expect(symbols.decode(51)).toBe('#51');
  });
});

describe('tokenizerFor', () => {
  const learned = (id: string, vocabulary: number) => ({ id, vocabulary }) as LearnedTokenizer;
  const small = learned('bpe', 300);
  const large = learned('bpe', 2000);
  const data = { tokenizers: [small, large] };

  it('finds learned ones in the data, that of the same size first', () => {
    expect(tokenizerFor({ tokenizer: 'bpe', vocabulary: 2000 }, data)).toBe(large);
    expect(tokenizerFor({ tokenizer: 'bpe', vocabulary: 999 }, data)).toBe(small);
    expect(tokenizerFor({ tokenizer: 'characters', vocabulary: 300 }, data)).toBeUndefined();
    expect(tokenizerFor({ tokenizer: 'bpe', vocabulary: 300 }, null)).toBeUndefined();
  });

  it('finds fixed ones whatever the data', () => {
    expect(tokenizerFor({ tokenizer: 'digits' }, data)).toBe(digits);
    expect(tokenizerFor({ tokenizer: 'constructor' }, data)).toBeUndefined();
    expect(tokenizerFor({}, data)).toBeUndefined();
  });
});
