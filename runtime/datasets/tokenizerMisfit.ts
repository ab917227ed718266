/** Whether an input cuts text as the data does. */
import type { TokensField } from './types';

/** What a token is. */
const units: Readonly<Record<string, string>> = {
  digits: 'digits',
  symbols: 'signs',
  characters: 'characters',
  bpe: 'learned pieces of words',
  words: 'words',
};

/** The rest of a sentence that begins with the input; null where they agree, or nothing is said. */
export function tokenizerMisfit(asked: string | undefined, field: TokensField): string | null {
  const given = field.tokenizer;
  if (asked === undefined || given === '' || asked === given) return null;
  return `cuts a text into ${units[asked] ?? asked}, and the data is in ${units[given] ?? given}: choose that tokenizer.`;
}
