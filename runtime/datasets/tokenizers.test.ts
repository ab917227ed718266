import { describe, expect, it } from 'vitest';
import { createReverseDigits } from './reverseDigits/reverseDigits';
import { END, findTokenizer, PAD, tokenize } from './tokenizers';

const digits = findTokenizer('digits')!;
const words = findTokenizer('words')!;

describe('tokenize', () => {
  it('writes digits as the data set does', () => {
    const { source } = createReverseDigits({ seed: 1, split: 'train' }).next(1);
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
