/** Two numbers below a power of ten, and their sum. */
import type { Random } from '../../../graph/random';
import type { Example } from '../loadSequences';

export function draw(random: Random, size: number): Example {
  const a = random.int(10 ** size);
  const b = random.int(10 ** size);
  return { question: `${a}+${b}=`, answer: String(a + b) };
}
