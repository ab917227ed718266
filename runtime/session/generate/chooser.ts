/** Chooses the next token: the likeliest, or one drawn by chance. */
import { createRandom } from '../../graph/random';
import type { Decoding } from '../../protocol';
import { bestOf, type Candidate, distributionOf, mostLikely } from './distribution';

export interface Choice extends Candidate {
  /** The likeliest of what it was chosen from. */
  readonly top: readonly Candidate[];
}

/** From the logits of one place [V]. The probability is not a number where a logit is not. */
export type Chooser = (logits: Float32Array) => Choice;

/** How many of the likeliest tokens are told. */
export const TOP = 5;

/** For tests of models: no more than is needed. */
export const likeliest: Chooser = (logits) => {
  const { index, probability } = mostLikely(logits);
  return { id: index, probability, top: [] };
};

/** The same seed gives the same text. */
export function createChooser(decoding: Decoding): Chooser {
  if (decoding.method !== 'sample') {
    return (logits) => {
      const { index, probability } = mostLikely(logits);
      const share = (id: number) => probability * Math.exp(logits[id] - logits[index]);
      const top = bestOf(logits, TOP).map((id) => ({ id, probability: share(id) }));
      return { id: index, probability, top };
    };
  }
  const random = createRandom(decoding.seed).fork('decoding');
  return (logits) => {
    const candidates = distributionOf(logits, decoding);
    return { ...draw(candidates, random.next()), top: candidates.slice(0, TOP) };
  };
}

/** The candidate at `share`, in [0, 1), of the whole probability. */
export function draw(candidates: readonly Candidate[], share: number): Candidate {
  let reached = 0;
  for (const candidate of candidates) {
    reached += candidate.probability;
    if (share < reached) return candidate;
  }
  // Rounding leaves the sum a little below 1.
  return candidates[candidates.length - 1];
}
