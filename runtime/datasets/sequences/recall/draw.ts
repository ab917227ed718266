/** Different letters with a digit each, and the digit of one of them. */
import type { Random } from '../../../graph/random';
import { drawDigits } from '../drawDigits';
import type { Example } from '../loadSequences';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export function draw(random: Random, size: number): Example {
  const letters = random.shuffle(LETTERS).slice(0, size);
  const digits = drawDigits(random, size);
  const asked = random.int(size);
  const pairs = letters.map((letter, place) => letter + digits[place]).join('');
  return { question: `${pairs}?${letters[asked]}`, answer: digits[asked] };
}
