/** The tokenizer 'characters': one token a character, of those that are in the training text. */
import {
  alphabetOf,
  countCharacters,
  FIRST_PIECE,
  type LearnOptions,
  piecesById,
  RESERVED,
} from './learned';
import { type LearnedTokenizer, type Pause, UNKNOWN } from './tokenizer';

/** The most frequent characters come first; those that `vocabulary` has no room for are unknown. */
export async function learnCharacters(
  texts: readonly string[],
  { vocabulary, marksEnd }: LearnOptions,
  pause: Pause,
): Promise<LearnedTokenizer> {
  const characters = await countCharacters(texts, pause);
  const alphabet = alphabetOf(characters, vocabulary - RESERVED);
  const ids = new Map(alphabet.map((character, index) => [character, FIRST_PIECE + index]));
  const pieces = piecesById(alphabet, vocabulary);
  const counts = new Array<number>(vocabulary).fill(0);
  for (const [character, count] of characters) counts[ids.get(character) ?? UNKNOWN] += count;
  return {
    id: 'characters',
    label: 'One token per character',
    encode: (text) => Array.from(text, (character) => ids.get(character) ?? UNKNOWN),
    decode: (id) => pieces[id] ?? `#${id}`,
    separator: '',
    marksEnd,
    vocabulary,
    pieces,
    merges: [],
    charactersPerToken: 1,
    counts,
  };
}
