/** What the tokenizers that are learned from data have in common: their ids, and how they are kept. */
import {
  END,
  type LearnedTokenizer,
  PAD,
  PADDING,
  type Pause,
  START,
  type Tokenizer,
  UNKNOWN,
  UNKNOWN_PIECE,
} from './tokenizer';

/** Ids of the tokenizers that a data set brings. */
const learnedTokenizers = ['characters', 'bpe'] as const;

type LearnedId = (typeof learnedTokenizers)[number];

export function isLearned(id: string | undefined): id is LearnedId {
  return learnedTokenizers.some((known) => known === id);
}

/** Ids that are no piece of a text: padding, start, end, unknown, and the last one, for a mask. */
export const RESERVED = 5;
/** First id of a piece. */
export const FIRST_PIECE = UNKNOWN + 1;
/** More pieces than this are not learned, whatever is asked. */
export const MOST_PIECES = 32_768;

export interface LearnOptions {
  /** Number of ids, RESERVED + 1 or more. */
  readonly vocabulary: number;
  /** Whether END follows a text: where texts are sentences, and not part of a longer one. */
  readonly marksEnd: boolean;
}

/** Text of every id; those that nothing was learned for are numbers. */
export function piecesById(learned: readonly string[], vocabulary: number): string[] {
  const pieces = Array.from({ length: vocabulary }, (_, id) => `#${id}`);
  pieces[PAD] = PADDING;
  pieces[START] = '<start>';
  pieces[END] = '<end>';
  pieces[UNKNOWN] = UNKNOWN_PIECE;
  for (const [index, piece] of learned.entries()) pieces[FIRST_PIECE + index] = piece;
  pieces[vocabulary - 1] = '<mask>';
  return pieces;
}

/**
 * Ids that stand for nothing in the text that a tokenizer was learned from: no model is taught them, so
 * none should write them. For other tokenizers, none.
 */
export function neverWritten(tokenizer: Tokenizer): readonly number[] {
  if (!('counts' in tokenizer)) return [];
  const { counts, marksEnd } = tokenizer as LearnedTokenizer;
  return counts.flatMap((count, id) => (count > 0 || (marksEnd && id === END) ? [] : [id]));
}

/** How often each character (code point) is in some texts. */
export async function countCharacters(
  texts: readonly string[],
  pause: Pause,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const part of inParts(texts, pause)) {
    for (const character of part) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return counts;
}

/** The most frequent characters, `most` of them at most; of equal ones the smaller code point. */
export function alphabetOf(counts: ReadonlyMap<string, number>, most: number): string[] {
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0))
    .slice(0, Math.max(0, most))
    .map(([character]) => character);
}

/** The ids of a text; in parts, so that a long one blocks nothing. */
export async function encodeText(
  tokenizer: LearnedTokenizer,
  text: string,
  pause: Pause,
): Promise<Uint16Array> {
  const parts: Uint16Array[] = [];
  let total = 0;
  for await (const part of inParts([text], pause)) {
    const ids = Uint16Array.from(tokenizer.encode(part, tokenizer.vocabulary));
    parts.push(ids);
    total += ids.length;
  }
  const ids = new Uint16Array(total);
  let offset = 0;
  for (const part of parts) {
    ids.set(part, offset);
    offset += part.length;
  }
  return ids;
}

/** Characters of a part: some 20 ms of work. */
const PART = 1 << 16;

/**
 * Texts bit by bit, with pauses between: long ones are cut before a space, where no piece goes across.
 */
export async function* inParts(texts: readonly string[], pause: Pause): AsyncGenerator<string> {
  const total = texts.reduce((sum, { length }) => sum + length, 0) || 1;
  let done = 0;
  let paused = 0;
  for (const text of texts) {
    for (let from = 0; from < text.length; ) {
      const end = cutBefore(text, from + PART);
      yield text.slice(from, end);
      done += end - from;
      from = end;
      if (done - paused >= PART) {
        paused = done;
        await pause(done / total);
      }
    }
  }
}

/** Where a part may end, at or before `end`: before a space that follows a word, else in a word. */
function cutBefore(text: string, end: number): number {
  if (end >= text.length) return text.length;
  for (let at = end; at > end - PART / 2; at--) {
    if (text[at] === ' ' && /\S/.test(text[at - 1])) return at;
  }
  // Never between the halves of a character.
  const unit = text.charCodeAt(end);
  return unit >= 0xdc00 && unit <= 0xdfff ? end - 1 : end;
}
