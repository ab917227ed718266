/** Bits, and the parity of how many are one. */
import type { Random } from '../../../graph/random';
import { drawDigits } from '../drawDigits';
import type { Example } from '../loadSequences';

export function draw(random: Random, size: number): Example {
  const question = drawDigits(random, size, 2);
  const ones = question.split('1').length - 1;
  return { question, answer: String(ones % 2) };
}
