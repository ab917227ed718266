/** Which part of a task a question belongs to, whoever draws it: no part shares one with another. */

import { symbolIds } from '../symbols';
import { FIRST } from '../tokenizer';

export type Part = 'train' | 'validation' | 'test';

/** A twentieth of all questions each is for validation and for the test. */
export function splitOf(question: string): Part {
  // FNV-1a, then the finaliser of MurmurHash3: FNV's low bits alone follow the last sign.
  let hash = 0x811c9dc5;
  for (const id of symbolIds(question)) {
    hash = Math.imul(hash ^ (id - FIRST + 1), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  const share = (hash >>> 0) % 20;
  if (share === 0) return 'validation';
  return share === 10 ? 'test' : 'train';
}
