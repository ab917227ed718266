/** Finds the tokenizer that an input or an output of a graph names. */
import type { Tokenizer } from '../datasets/tokenizer';

/** Undefined for an unknown name, and for a vocabulary that was not fetched. */
export type TokenizerLookup = (spec: {
  readonly tokenizer?: string;
  /** Number of different ids, where it is known. */
  readonly vocabulary?: number;
}) => Tokenizer | undefined;
