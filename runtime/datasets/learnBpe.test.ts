import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnBpe } from './learnBpe';
import { encodeText, FIRST_PIECE, RESERVED } from './learned';
import { END, PAD, START, UNKNOWN } from './tokenizer';

const now = async () => {};
const learn = (texts: readonly string[], vocabulary: number) =>
  learnBpe(texts, { vocabulary, marksEnd: false }, now);

/** What every piece of a text stands for. */
const cut = (tokenizer: Awaited<ReturnType<typeof learn>>, text: string) =>
  tokenizer.encode(text, tokenizer.vocabulary).map(tokenizer.decode);

const dickens =
  'It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness, it was the epoch of belief, it was the epoch of incredulity, it was the season of Light, it was the season of Darkness, it was the spring of hope, it was the winter of despair, we had everything before us, we had nothing before us, we were all going direct to Heaven, we were all going direct the other way.';

describe('learnBpe', () => {
  it('joins what stands together most often: the words of the paper', async () => {
    const words = [
      ['low', 5],
      ['lower', 2],
      ['newest', 6],
      ['widest', 3],
    ] as const;
    const text = words.map(([word, count]) => `${word}\n`.repeat(count)).join('');
    // 10 letters and the line feed, and 8 merges. Counts by hand: e s 9, es t 9, l o 7, lo w 7, then
    // 6 of e w, n ew, new est (of equal ones the smaller letters first), then 3 of d est.
    const tokenizer = await learn([text], RESERVED + 11 + 8);
    expect(tokenizer.merges.map((pair) => pair.join('+'))).toEqual([
      'e+s',
      'es+t',
      'l+o',
      'lo+w',
      'e+w',
      'n+ew',
      'new+est',
      'd+est',
    ]);
    expect(cut(tokenizer, 'lowest\nnewer\nwild')).toEqual([
      'low',
      'est',
      '\n',
      'new',
      'e',
      'r',
      '\n',
      'w',
      'i',
      'l',
      'd',
    ]);
    // 73 characters, in 5 + 3 * 2 + 6 + 3 * 3 pieces and 16 line feeds.
    expect(tokenizer.charactersPerToken).toBeCloseTo(
      (5 * 3 + 2 * 5 + 6 * 6 + 3 * 6 + 16) / (5 + 2 * 3 + 6 + 3 * 3 + 16),
      12,
    );
  });

  it('learns what the library tokenizers 0.15.2 learns', async () => {
    const alphabet = new Set(dickens).size;
    const tokenizer = await learn([dickens], RESERVED + alphabet + 60);
    // models.BPE with a BpeTrainer of min_frequency 2 on the same words; nothing is there twice after.
    const merges =
      ' |w  |t a|s h|e  |o  t|he  |i  w|as  o|f  i|t r|e e|s i|n  w|e in|g  |a  |b  |d  |e  |h  |s e|f l|i  |g  |u a|d c|h c|t e|r e|as g|e h|ing i|m i|re l|l n|es o|n o|re o|ing o|ch p|och t|hing  t|im  we|re  a|ge  a|ll  b|ef  d|ire  e|poch  h|ad  s|eas  g|oing  u|s nes|s  tim|es  bef|ore  dire|ct  seas|on';
    expect(tokenizer.merges.map(([left, right]) => `${left}|${right}`).join(' ')).toBe(merges);
    expect(cut(tokenizer, 'it was the worst of all winters, we hope')).toEqual([
      'i',
      't',
      ' was',
      ' the',
      ' w',
      'o',
      'r',
      's',
      't',
      ' of',
      ' all',
      ' w',
      'in',
      't',
      'er',
      's',
      ',',
      ' we',
      ' h',
      'o',
      'p',
      'e',
    ]);
  });

  it('keeps the ids of padding, ends, unknown and mask free', async () => {
    const tokenizer = await learn([dickens], 60);
    expect(tokenizer.pieces).toHaveLength(60);
    expect([PAD, START, END, UNKNOWN, 59].map(tokenizer.decode)).toEqual([
      '·',
      '<start>',
      '<end>',
      '\uFFFD',
      '<mask>',
    ]);
    expect(tokenizer.encode('It was %', 60).at(-1)).toBe(UNKNOWN);
    for (const id of tokenizer.encode(dickens, 60)) {
      expect(id).toBeGreaterThanOrEqual(FIRST_PIECE);
      expect(id).toBeLessThan(59);
    }
  });

  it('writes the rarest characters as unknown where there is no room for all', async () => {
    const tokenizer = await learn(['aaaa bbb cc d'], RESERVED + 3);
    expect(tokenizer.merges).toEqual([]);
    expect(cut(tokenizer, 'ab c')).toEqual(['a', 'b', ' ', '\uFFFD']);
  });

  it('gives back every text of characters it knows, and no piece crosses a space', async () => {
    const letters = 'ab cé1,.\n😀';
    const text = fc.string({ unit: fc.constantFrom(...letters), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, text, fc.integer({ min: 1, max: 40 }), async (some, other, room) => {
        const tokenizer = await learn([letters, some], RESERVED + 10 + room);
        for (const each of [some, other]) expect(cut(tokenizer, each).join('')).toBe(each);
        for (const piece of tokenizer.pieces.slice(FIRST_PIECE, -1)) {
          expect(piece.slice(1)).not.toMatch(/\s/);
        }
      }),
    );
  });

  it('encodes a long text in parts as it does at once', async () => {
    const long = Array.from({ length: 400 }, (_, i) => `${dickens} ${i}`).join(' ');
    const tokenizer = await learn([long], 300);
    let pauses = 0;
    const ids = await encodeText(tokenizer, long, async (share) => {
      pauses++;
      expect(share).toBeLessThanOrEqual(1);
    });
    expect(pauses).toBeGreaterThan(1);
    expect([...ids]).toEqual(tokenizer.encode(long, 300));
  });

  it('ends where a pause rejects', async () => {
    const stopped = learnBpe([dickens.repeat(300)], { vocabulary: 300, marksEnd: false }, () =>
      Promise.reject(new Error('stopped')),
    );
    await expect(stopped).rejects.toThrow('stopped');
  });
});
