import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnCharacters } from './learnCharacters';
import { inParts, neverWritten, RESERVED } from './learned';
import { UNKNOWN } from './tokenizer';

const now = async () => {};

describe('learnCharacters', () => {
  it('numbers characters by how often they are there', async () => {
    const tokenizer = await learnCharacters(
      ['banana', 'bandana 😀'],
      { vocabulary: 12, marksEnd: true },
      now,
    );
    // a 6, n 4, b 2, then one each of " ", d and the face, by code point.
    expect(tokenizer.pieces).toEqual([
      '·',
      '<start>',
      '<end>',
      '\uFFFD',
      'a',
      'n',
      'b',
      ' ',
      'd',
      '😀',
      '#10',
      '<mask>',
    ]);
    expect(tokenizer.encode('dab 😀x', 12)).toEqual([8, 4, 6, 7, 9, UNKNOWN]);
    expect(tokenizer.counts).toEqual([0, 0, 0, 0, 6, 4, 2, 1, 1, 1, 0, 0]);
    // The end is not in a text, and follows each.
    expect(neverWritten(tokenizer)).toEqual([0, 1, 3, 10, 11]);
  });

  it('has no id for the rarest where there is no room', async () => {
    const options = { vocabulary: RESERVED + 2, marksEnd: false };
    const tokenizer = await learnCharacters(['aaabbc'], options, now);
    expect(tokenizer.encode('abc', RESERVED + 2)).toEqual([4, 5, UNKNOWN]);
    expect(tokenizer.decode(RESERVED + 1)).toBe('<mask>');
    expect(tokenizer.counts).toEqual([0, 0, 0, 1, 3, 2, 0]);
    expect(neverWritten(tokenizer)).toEqual([0, 1, 2, 6]);
  });

  it('gives back every text of characters it knows', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, async (some) => {
        const tokenizer = await learnCharacters([some], { vocabulary: 200, marksEnd: false }, now);
        expect(tokenizer.encode(some, 200).map(tokenizer.decode).join('')).toBe(some);
      }),
    );
  });
});

it('parts of a text are the text, whatever is in it', async () => {
  for (const text of [
    '',
    'word '.repeat(40_000),
    '😀'.repeat(70_001),
    `a${' '.repeat(150_000)}b`,
  ]) {
    const parts: string[] = [];
    for await (const part of inParts([text], now)) parts.push(part);
    expect(parts.join('')).toBe(text);
    expect(Math.max(0, ...parts.map(({ length }) => length))).toBeLessThanOrEqual(1 << 16);
    // No half of a character.
    expect(parts.some((part) => /\p{Surrogate}/u.test(part))).toBe(false);
  }
});
