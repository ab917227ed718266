/** What turns text into ids and back. */

/** In every tokenizer. */
export const PAD = 0;
/** How padding is written. */
export const PADDING = '·';
/** Where the ends of a text are marked, and in the data that is made here. */
export const START = 1;
export const END = 2;
/** First id that stands for content there. */
export const FIRST = 3;
/** Where tokenizers are learned from data: a piece that was not in it. */
export const UNKNOWN = 3;
/** How that is written. */
export const UNKNOWN_PIECE = '\uFFFD';

export interface Tokenizer {
  readonly id: string;
  /** What it does, in words for the user. */
  readonly label: string;
  /** Ids of the pieces of a text, without padding, start or end. */
  encode(text: string, vocabulary: number): number[];
  /** The piece of text that an id stands for, with its spaces: see `visiblePiece`. */
  decode(id: number): string;
  /** Between two pieces of a decoded text. */
  readonly separator: string;
  /** True: END follows the last piece. */
  readonly marksEnd: boolean;
}

/**
 * A tokenizer that was learned from the training part of a data set. Its ids: PAD, START, END, UNKNOWN,
 * then the pieces. The last, `vocabulary - 1`, never stands for a piece: it is free for what hides
 * tokens (the id of the mask token).
 */
export interface LearnedTokenizer extends Tokenizer {
  readonly vocabulary: number;
  /** Text by id, 0 to vocabulary - 1. */
  readonly pieces: readonly string[];
  /** Pairs of pieces that became one, in the order in which they were learned; empty where none did. */
  readonly merges: readonly (readonly [string, string])[];
  /** Mean length of a piece, where it stands in the text that this was learned from. */
  readonly charactersPerToken: number;
  /** By id: how often it is in that text. */
  readonly counts: readonly number[];
}

/** Between parts of long work, with the share of it that is done, from 0 to 1. */
export type Pause = (share: number) => Promise<void>;

/** A piece as it is shown by itself, where a space or the end of a line would not be seen. */
export function visiblePiece(piece: string): string {
  return piece.replace(/ /g, '\u2423').replace(/\n/g, '\u21b5');
}
