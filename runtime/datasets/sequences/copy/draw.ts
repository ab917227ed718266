/** Digits and the same digits. */
import type { Random } from '../../../graph/random';
import { drawDigits } from '../drawDigits';
import type { Example } from '../loadSequences';

export function draw(random: Random, size: number): Example {
  const digits = drawDigits(random, size);
  return { question: digits, answer: digits };
}
