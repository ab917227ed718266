/** Digits and the same digits in order. */
import type { Random } from '../../../graph/random';
import { drawDigits } from '../drawDigits';
import type { Example } from '../loadSequences';

export function draw(random: Random, size: number): Example {
  const question = drawDigits(random, size);
  return { question, answer: Array.from(question).sort().join('') };
}
