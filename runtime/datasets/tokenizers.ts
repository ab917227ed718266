/** Turns text into ids and back. The first three ids are the same in every tokenizer. */

export const PAD = 0;
export const START = 1;
export const END = 2;
/** First id that stands for content. */
export const FIRST = 3;

export interface Tokenizer {
  readonly id: string;
  /** What it does, in words for the user. */
  readonly label: string;
  /** Ids of the pieces of a text, without padding, start or end. */
  encode(text: string, vocabulary: number): number[];
  /** The piece of text that an id stands for. */
  decode(id: number): string;
  /** Between two pieces of a decoded text. */
  readonly separator: string;
}

const special: Readonly<Record<number, string>> = {
  [PAD]: '·',
  [START]: '<start>',
  [END]: '<end>',
};

/** One id a digit: 3 is "0", 12 is "9". Other characters are left out. */
const digits: Tokenizer = {
  id: 'digits',
  label: 'One token per digit',
  encode: (text) => Array.from(text.matchAll(/[0-9]/g), ([digit]) => FIRST + Number(digit)),
  decode: (id) => special[id] ?? String(id - FIRST),
  separator: '',
};

/**
 * Lower-cased words and punctuation marks, each hashed into the vocabulary. No vocabulary file is
 * shipped, so an id cannot be turned back into the word it came from.
 */
const words: Tokenizer = {
  id: 'words',
  label: 'One token per word, numbered by a hash: no vocabulary is included',
  encode: (text, vocabulary) =>
    Array.from(
      text.toLowerCase().matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?|[^\s\p{L}\p{N}]/gu),
      ([word]) => hashInto(word, vocabulary),
    ),
  decode: (id) => special[id] ?? `#${id}`,
  separator: ' ',
};

const byId: ReadonlyMap<string, Tokenizer> = new Map([digits, words].map((t) => [t.id, t]));

export function findTokenizer(id: string): Tokenizer | undefined {
  return byId.get(id);
}

/** A text as ids of fixed length: its pieces, the end token where there is room, padding. */
export interface TokenizedText {
  readonly ids: Int32Array;
  /** The piece of text behind each id. */
  readonly texts: readonly string[];
  /** Pieces that did not fit. */
  readonly dropped: number;
}

/** A text without any piece gives an end token and padding. */
export function tokenize(
  tokenizer: Tokenizer,
  text: string,
  length: number,
  vocabulary: number,
): TokenizedText {
  const encoded = tokenizer.encode(text, vocabulary);
  const ids = new Int32Array(length).fill(PAD);
  ids.set([...encoded, END].slice(0, length));
  return {
    ids,
    texts: Array.from(ids, (id) => tokenizer.decode(id)),
    dropped: Math.max(0, encoded.length - length),
  };
}

/** FNV-1a over UTF-16 units (Fowler, Noll, Vo), folded into FIRST..vocabulary-1. */
function hashInto(word: string, vocabulary: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index++) {
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  }
  const room = Math.max(1, vocabulary - FIRST);
  return Math.min(vocabulary - 1, FIRST + ((hash >>> 0) % room));
}
