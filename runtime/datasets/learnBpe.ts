/**
 * The tokenizer 'bpe': pieces of words by byte-pair encoding, on characters (Sennrich, Haddow and Birch
 * 2016, algorithm 1). The most frequent pair of neighbours becomes one piece, again and again. A piece
 * never crosses the border of a word: it may begin with the space before a word, so that a decoded text
 * has its spaces, and letters, digits and marks stay apart (Radford et al. 2019, section 2.2).
 */
import {
  alphabetOf,
  countCharacters,
  FIRST_PIECE,
  inParts,
  type LearnOptions,
  piecesById,
  RESERVED,
} from './learned';
import { learnMerges, pairKey } from './learnMerges';
import { type LearnedTokenizer, type Pause, UNKNOWN } from './tokenizer';

/** Within these, pieces are made: a word with the space before it. Very long ones are cut. */
const WORD = / ?[\p{L}\p{M}]{1,32}| ?\p{N}{1,32}| ?[^\s\p{L}\p{M}\p{N}]{1,32}|\s/gu;
/** Words whose pieces are remembered. */
const REMEMBERED = 50_000;

/** Learns until there are `vocabulary` ids, or no pair is there twice. */
export async function learnBpe(
  texts: readonly string[],
  { vocabulary, marksEnd }: LearnOptions,
  pause: Pause,
): Promise<LearnedTokenizer> {
  const room = vocabulary - RESERVED;
  const characters = await countCharacters(texts, (share) => pause(0.1 * share));
  // By code point: then ids do not depend on how often two rare characters are there.
  const alphabet = alphabetOf(characters, room).sort(byCodePoint);
  const letters = new Map(alphabet.map((character, index) => [character, FIRST_PIECE + index]));
  const spell = (word: string) =>
    Array.from(word, (character) => letters.get(character) ?? UNKNOWN);

  const counts = await countWords(texts, (share) => pause(0.1 + 0.3 * share));
  const words = [...counts].map(([word, count]) => ({ symbols: spell(word), count }));
  const { pieces: learned, merges } = await learnMerges(words, alphabet, room, (share) =>
    pause(0.4 + 0.6 * share),
  );
  let tokens = 0;
  let length = 0;
  const pieceCounts = new Array<number>(vocabulary).fill(0);
  for (const [index, word] of [...counts.keys()].entries()) {
    const { count, symbols } = words[index];
    tokens += count * symbols.length;
    length += count * countOf(word);
    for (const id of symbols) pieceCounts[id] += count;
  }

  const pieces = piecesById(learned, vocabulary);
  const ranks = new Map(
    merges.map(({ left, right, id }, rank) => [pairKey(left, right), { rank, id }]),
  );
  const known = new Map<string, readonly number[]>();
  const encodeWord = (word: string): readonly number[] => {
    const before = known.get(word);
    if (before) return before;
    const ids = join(spell(word), ranks);
    if (known.size >= REMEMBERED) known.clear();
    known.set(word, ids);
    return ids;
  };
  return {
    id: 'bpe',
    label: 'Pieces of words, learned from the data',
    encode: (text) => (text.match(WORD) ?? []).flatMap(encodeWord),
    decode: (id) => pieces[id] ?? `#${id}`,
    separator: '',
    marksEnd,
    vocabulary,
    pieces,
    merges: merges.map(({ left, right }) => [pieces[left], pieces[right]] as const),
    charactersPerToken: tokens > 0 ? length / tokens : 1,
    counts: pieceCounts,
  };
}

async function countWords(
  texts: readonly string[],
  pause: Pause,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const part of inParts(texts, pause)) {
    for (const word of part.match(WORD) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** Joins neighbours, the earliest learned pair first, until no pair is left that was learned. */
function join(
  symbols: number[],
  ranks: ReadonlyMap<number, { readonly rank: number; readonly id: number }>,
): readonly number[] {
  for (;;) {
    let first: { readonly rank: number; readonly id: number } | undefined;
    let pair = 0;
    for (let place = 0; place + 1 < symbols.length; place++) {
      const key = pairKey(symbols[place], symbols[place + 1]);
      const found = ranks.get(key);
      if (found && (!first || found.rank < first.rank)) {
        first = found;
        pair = key;
      }
    }
    if (!first) return symbols;
    let kept = 0;
    for (let place = 0; place < symbols.length; place++) {
      const next = place + 1 < symbols.length;
      if (next && pairKey(symbols[place], symbols[place + 1]) === pair) {
        symbols[kept++] = first.id;
        place++;
      } else symbols[kept++] = symbols[place];
    }
    symbols.length = kept;
  }
}

/** Code points. */
function countOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function byCodePoint(a: string, b: string): number {
  return (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
}
