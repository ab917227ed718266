/** The fields that texts give to a graph, told by what its inputs ask for. */
import { isLearned, MOST_PIECES, RESERVED } from '../learned';
import type { Field, InputNeed, TokensField } from '../types';

type Fields = Readonly<Record<string, Field>>;

/** Tokens where no input asks for a number of them. */
const USUAL_LENGTH = 64;
/** Ids where no input asks for a number of them. */
const USUAL_VOCABULARY = 512;
/** With fewer there would be hardly a letter. */
const LEAST_VOCABULARY = 32;

function findNeed(needs: readonly InputNeed[], field: string): InputNeed | undefined {
  return needs.find((need) => need.field === field);
}

/**
 * A text to be continued: `decoderInput` and `target`, its next tokens. A `source` beside them is the
 * text before; alone it is the text itself, and `target` too, as models of hidden tokens ask for.
 * @param alphabet different characters in the training text: with fewer ids, some would be unknown.
 */
export function languageFields(needs: readonly InputNeed[], alphabet = 0): Fields {
  const written = findNeed(needs, 'decoderInput');
  const source = findNeed(needs, 'source');
  const tokens = tokensField(written ?? source, alphabet);
  if (!written) return { source: tokens, target: tokens };
  return {
    ...(source && { source: { ...tokens, length: lengthOf(source) } }),
    decoderInput: tokens,
    target: tokens,
  };
}

/**
 * Texts to be turned into others: `source`, `decoderInput` and `target`. A graph that writes and does not
 * read is given the others alone.
 */
export function pairsFields(needs: readonly InputNeed[]): Fields {
  const source = findNeed(needs, 'source');
  const written = findNeed(needs, 'decoderInput') ?? findNeed(needs, 'target');
  const tokenizer = written?.tokenizer ?? source?.tokenizer;
  const target = tokensField({ ...(written ?? source), tokenizer });
  const reads = source !== undefined || written === undefined;
  return { ...(reads && { source: tokensField(source) }), decoderInput: target, target };
}

/** Texts of a kind each: `source` and `label`. */
export function labelledTextFields(needs: readonly InputNeed[], names: readonly string[]): Fields {
  return {
    source: tokensField(findNeed(needs, 'source')),
    label: { kind: 'class', classes: names.length, labels: 'none', names },
  };
}

function tokensField(need: Partial<InputNeed> | undefined, alphabet = 0): TokensField {
  const least = Math.max(LEAST_VOCABULARY, RESERVED + alphabet);
  const usual = alphabet > 0 ? least : USUAL_VOCABULARY;
  return {
    kind: 'tokens',
    length: lengthOf(need),
    vocabulary: Math.min(Math.max(need?.vocabulary ?? usual, least), MOST_PIECES),
    tokenizer: isLearned(need?.tokenizer) ? need.tokenizer : 'characters',
  };
}

function lengthOf(need: Partial<InputNeed> | undefined): number {
  return need?.shape?.[0] ?? USUAL_LENGTH;
}
