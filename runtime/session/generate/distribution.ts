/** What the next token is drawn from: logits become probabilities, of all tokens or of the best ones. */

export interface Candidate {
  readonly id: number;
  readonly probability: number;
}

export interface DistributionOptions {
  /** Logits are divided by it: below 1 the likely get likelier; 0 leaves the likeliest alone. */
  readonly temperature: number;
  /** Only so many of the likeliest tokens. */
  readonly topK: number | null;
  /**
   * Only the likeliest tokens that have this probability together, in (0, 1]. Nucleus sampling,
   * Holtzman et al. 2020, equations 2 and 3.
   */
  readonly topP: number | null;
}

/** The largest logit and its softmax probability; NaN where a logit is not a number. */
export function mostLikely(logits: Float32Array): { index: number; probability: number } {
  let index = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id] > logits[index]) index = id;
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - logits[index]);
  return { index, probability: 1 / total };
}

/** The tokens that may come next, likeliest first (of equal ones the smaller id); they sum to 1. */
export function distributionOf(
  logits: Float32Array,
  { temperature, topK, topP }: DistributionOptions,
): readonly Candidate[] {
  const count = temperature === 0 ? 1 : Math.min(topK ?? logits.length, logits.length);
  const kept = count <= FEW ? bestOf(logits, count) : sorted(logits).slice(0, count);
  if (temperature === 0) return [{ id: kept[0], probability: 1 }];
  const largest = logits[kept[0]];
  const powers = kept.map((id) => Math.exp((logits[id] - largest) / temperature));
  const total = sum(powers);
  if (topP === null) return toCandidates(kept, powers, total);
  let inside = 0;
  let reached = 0;
  while (inside < kept.length && reached < topP * total) reached += powers[inside++];
  return toCandidates(kept.slice(0, inside), powers, reached);
}

/** Up to here looking for the best is faster than sorting all. */
const FEW = 64;

function sorted(values: Float32Array): number[] {
  return Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);
}

function toCandidates(ids: readonly number[], powers: readonly number[], total: number) {
  return ids.map((id, rank) => ({ id, probability: powers[rank] / total }));
}

/** Logarithms of the softmax, in float64. */
export function logProbabilities(logits: Float32Array): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) largest = Math.max(largest, logit);
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - largest);
  const rest = Math.log(total);
  return Float64Array.from(logits, (logit) => logit - largest - rest);
}

/** Ids of the largest values, largest first; of equal ones the smaller. */
export function bestOf(values: Float32Array | Float64Array, count: number): number[] {
  const best: number[] = [];
  for (let id = 0; id < values.length; id++) {
    if (best.length === count && !(values[id] > values[best[count - 1]])) continue;
    let at = best.length;
    while (at > 0 && values[id] > values[best[at - 1]]) at--;
    best.splice(at, 0, id);
    if (best.length > count) best.pop();
  }
  return best;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
