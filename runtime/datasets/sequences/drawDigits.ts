/** A row of random digits. */
import type { Random } from '../../graph/random';

export function drawDigits(random: Random, count: number, base = 10): string {
  return Array.from({ length: count }, () => random.int(base)).join('');
}
