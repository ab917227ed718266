/** Cross-entropy of the right tokens, place by place, given the right ones before. */
import { PAD } from '../../datasets/tokenizers';

/** What the model gave at one place. */
export interface Guess {
  readonly id: number;
  readonly probability: number;
  /** The likeliest. */
  readonly best: number;
  readonly bestProbability: number;
}

export interface LanguageTally {
  /** Logits [places, vocabulary] of one window and its right tokens; padding counts for nothing. */
  add(logits: Float32Array, targets: ArrayLike<number>): void;
  /** Over all windows; NaN where nothing was to be guessed, or a logit was not a number. */
  finish(): {
    readonly tokens: number;
    readonly nats: number;
    readonly accuracy: number;
    readonly byPlace: Float32Array;
  };
}

export function createLanguageTally(places: number, vocabulary: number): LanguageTally {
  const sums = new Float64Array(places);
  const counts = new Int32Array(places);
  let right = 0;
  return {
    add(logits, targets) {
      for (let place = 0; place < places; place++) {
        if (targets[place] === PAD) continue;
        const { nats, best } = measure(
          logits.subarray(place * vocabulary, (place + 1) * vocabulary),
          targets[place],
        );
        sums[place] += nats;
        counts[place]++;
        if (best === targets[place]) right++;
      }
    },
    finish() {
      const tokens = counts.reduce((sum, count) => sum + count, 0);
      return {
        tokens,
        nats: sums.reduce((sum, nats) => sum + nats, 0) / tokens,
        accuracy: right / tokens,
        byPlace: Float32Array.from(sums, (sum, place) => sum / counts[place]),
      };
    },
  };
}

/** What the model gave to the right token of each place that has one. */
export function guessesOf(
  logits: Float32Array,
  targets: ArrayLike<number>,
  vocabulary: number,
): Guess[] {
  return Array.from(targets).flatMap((id, place) => {
    if (id === PAD) return [];
    const own = logits.subarray(place * vocabulary, (place + 1) * vocabulary);
    const { nats, best, bestProbability } = measure(own, id);
    return [{ id, probability: Math.exp(-nats), best, bestProbability }];
  });
}

/** -log softmax of the right one; infinite where there is no logit for it. */
function measure(logits: Float32Array, right: number) {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id] > logits[best]) best = id;
  let total = 0;
  for (let id = 0; id < logits.length; id++) total += Math.exp(logits[id] - logits[best]);
  const score = right < logits.length ? logits[right] : Number.NEGATIVE_INFINITY;
  return { nats: Math.log(total) + logits[best] - score, best, bestProbability: 1 / total };
}
