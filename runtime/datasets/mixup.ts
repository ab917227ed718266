/** Mixes pairs of training examples. Zhang et al. 2018 (mixup), section 2 and the authors' code. */
import { createRandom, type Random } from '../graph/random';
import type { FieldValues } from './types';

/** How the examples of one step are mixed: x becomes share x + (1 - share) x[partners]. */
export interface Mix {
  readonly share: number;
  /** Which example of the batch is mixed into each. */
  readonly partners: readonly number[];
}

/** One share from Beta(alpha, alpha) and one order of the batch; they depend on seed and step alone. */
export function drawMix(
  alpha: number,
  batch: number,
  at: { readonly seed: number; readonly step: number },
): Mix {
  const random = createRandom(at.seed).fork('mixup').fork(String(at.step));
  const places = Array.from({ length: batch }, (_, place) => place);
  return {
    share: drawBeta(alpha, random.fork('share')),
    partners: random.fork('partners').shuffle(places),
  };
}

/** The values of a field, the same number for each example, mixed. */
export function mixValues(values: FieldValues, { share, partners }: Mix): Float32Array {
  const length = values.length / partners.length;
  const mixed = new Float32Array(values.length);
  for (const [place, partner] of partners.entries()) {
    for (let i = 0; i < length; i++) {
      mixed[place * length + i] =
        share * values[place * length + i] + (1 - share) * values[partner * length + i];
    }
  }
  return mixed;
}

/** The values of a field of the examples that are mixed in. */
export function partnerValues<V extends FieldValues>(values: V, { partners }: Mix): V {
  const length = values.length / partners.length;
  const chosen = values.slice() as V;
  for (const [place, partner] of partners.entries()) {
    chosen.set(values.subarray(partner * length, (partner + 1) * length), place * length);
  }
  return chosen;
}

/** One draw from Beta(alpha, alpha), alpha above 0: 0..1. */
export function drawBeta(alpha: number, random: Random): number {
  // a / (a + b) of two gamma draws, by logarithms: for a small alpha both may be too small to be told.
  const difference = logGamma(alpha, random) - logGamma(alpha, random);
  return 1 / (1 + Math.exp(-difference));
}

/** Logarithm of a draw from Gamma(alpha, 1). Marsaglia and Tsang 2000, sections 2 and 6. */
function logGamma(alpha: number, random: Random): number {
  if (alpha < 1) return logGamma(alpha + 1, random) + Math.log(1 - random.next()) / alpha;
  const d = alpha - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random.next();
    if (Math.log(u) < (x * x) / 2 + d - d * v + d * Math.log(v)) return Math.log(d) + Math.log(v);
  }
}
