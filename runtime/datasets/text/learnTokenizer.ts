/** The tokenizers that are learned from texts, by id. */

import { learnBpe } from '../learnBpe';
import { learnCharacters } from '../learnCharacters';
import type { LearnOptions } from '../learned';
import type { LearnedTokenizer, Pause } from '../tokenizer';

export function learnTokenizer(
  id: string,
  texts: readonly string[],
  options: LearnOptions,
  pause: Pause,
): Promise<LearnedTokenizer> {
  return (id === 'bpe' ? learnBpe : learnCharacters)(texts, options, pause);
}
