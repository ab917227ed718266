/**
 * Turns text into ids and back. Id 0 is padding in every tokenizer. Those whose vocabulary lies in a
 * data pack are there once `loadTokenizer` has fetched it; those that are learned come with a data set.
 */
import type { PackReader } from './packs';
import { createSentencePiece, parseVocabulary } from './sentencepiece';
import { symbolIds, symbolOf } from './symbols';
import { END, FIRST, PAD, PADDING, START, type Tokenizer, visiblePiece } from './tokenizer';
import type { Dataset } from './types';

export { END, FIRST, PAD, START } from './tokenizer';

const special: Readonly<Record<number, string>> = {
  [PAD]: PADDING,
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
  marksEnd: true,
};

/** The signs of the sequence tasks; ids above theirs are free, the next one for a mask. */
const symbols: Tokenizer = {
  id: 'symbols',
  label: 'One token per sign: digits, letters, brackets and + = ? : ,',
  encode: (text) => symbolIds(text.toLowerCase()),
  decode: (id) => special[id] ?? symbolOf(id) ?? `#${id}`,
  separator: '',
  marksEnd: true,
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
  marksEnd: true,
};

const byId = new Map<string, Tokenizer>([digits, symbols, words].map((t) => [t.id, t]));

interface PackedTokenizer {
  readonly pack: string;
  readonly create: (read: (file: string) => Promise<string>) => Promise<Tokenizer>;
}

const packed: Readonly<Record<string, PackedTokenizer>> = {
  'use-lite': {
    pack: 'use-lite',
    create: async (read) =>
      createSentencePiece(
        'use-lite',
        'Pieces of words, as the Universal Sentence Encoder learned them',
        parseVocabulary(await read('vocabulary.json')),
      ),
  },
};

/** What an input or an output says of its tokens. */
export interface TokensSpec {
  readonly tokenizer?: string;
  /** Number of ids: a data set may have learned several tokenizers of a kind. */
  readonly vocabulary?: number;
}

/**
 * The tokenizer of an input or output: one of the data set where it is learned. Undefined for an unknown
 * name, where the data has none like it, and while its vocabulary is still to be fetched.
 */
export function tokenizerFor(
  { tokenizer: id, vocabulary }: TokensSpec,
  dataset: Pick<Dataset, 'tokenizers'> | null,
): Tokenizer | undefined {
  if (id === undefined) return undefined;
  const learned = dataset?.tokenizers?.filter((each) => each.id === id) ?? [];
  return byId.get(id) ?? learned.find((each) => each.vocabulary === vocabulary) ?? learned.at(0);
}

/**
 * The same, its vocabulary fetched where need be; undefined for an unknown name. Rejects as
 * `readPack` does, and where the vocabulary is damaged.
 */
export async function loadTokenizer(
  id: string,
  readPack: PackReader,
): Promise<Tokenizer | undefined> {
  const source = Object.hasOwn(packed, id) ? packed[id] : undefined;
  if (source && !byId.has(id)) {
    byId.set(id, await source.create((file) => readPack(source.pack, file)));
  }
  return byId.get(id);
}

/** A text as ids of fixed length: its pieces, an end token where one is used and has room, padding. */
export interface TokenizedText {
  readonly ids: Int32Array;
  /** How many of the ids are pieces of the text. */
  readonly pieces: number;
  /** The piece of text behind each id, as it is shown. */
  readonly texts: readonly string[];
  /** Pieces that did not fit. */
  readonly dropped: number;
}

/** A text without any piece gives nothing but an end token and padding. */
export function tokenize(
  tokenizer: Tokenizer,
  text: string,
  length: number,
  vocabulary: number,
): TokenizedText {
  const encoded = tokenizer.encode(text, vocabulary);
  const ids = new Int32Array(length).fill(PAD);
  ids.set((tokenizer.marksEnd ? [...encoded, END] : encoded).slice(0, length));
  const pieces = Math.min(encoded.length, length);
  return {
    ids,
    pieces,
    // An id of padding among the pieces stands for something unknown.
    texts: Array.from(ids, (id, place) =>
      id === PAD && place >= pieces ? PADDING : visiblePiece(tokenizer.decode(id)),
    ),
    dropped: encoded.length - pieces,
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
