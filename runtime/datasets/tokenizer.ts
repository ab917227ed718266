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
  /** True: END follows the last piece. */
  readonly marksEnd: boolean;
}
