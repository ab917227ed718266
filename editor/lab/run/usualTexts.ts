/** What an input for text holds where nothing was typed yet. */
import type { TextInput } from './graphInputs';

/** Alike in meaning and not in words, and of something else. */
export const sentences: readonly string[] = [
  'The cat sits on the mat.',
  'A kitten is resting on a rug.',
  'Stock markets fell sharply today.',
];

/** `place`: which of the inputs of its graph it is. */
export function usualText({ tokenizer }: TextInput, place: number): string {
  if (tokenizer === 'digits') return '31415926';
  if (tokenizer === 'symbols') return '37+85=';
  if (tokenizer === 'use-lite') return sentences[place % sentences.length];
  return 'The animal did not cross the street because it was too tired';
}
