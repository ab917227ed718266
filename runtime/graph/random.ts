/**
 * Seeded random numbers: sfc32 (Chris Doty-Humphrey, PractRand) seeded by a 128-bit string hash.
 * `Math.random` cannot be seeded, and the same seed must give the same weights and curve everywhere.
 */

/** All that is needed to continue a stream later; plain data, so it can be put in a checkpoint. */
export interface RandomState {
  /** What the stream was made from; forks derive from it. */
  readonly key: string;
  /** The four 32-bit words of the generator. */
  readonly words: readonly [number, number, number, number];
}

/** A seeded stream of random numbers. */
export interface Random {
  /** Uniform in [0, 1), in steps of 2^-32. */
  next(): number;
  /** Uniform integer in [0, n). Throws a RangeError unless n is an integer in 1..2^32. */
  int(n: number): number;
  /** Standard normal (mean 0, variance 1). Uses two uniforms a call, so a state is only words. */
  normal(): number;
  /**
   * An independent stream named by `label`. It depends on this stream's seed and the label alone,
   * never on how much was drawn: adding a draw in one place leaves every other place unchanged.
   */
  fork(label: string): Random;
  /** A copy of `items` in random order (Fisher-Yates). */
  shuffle<T>(items: ArrayLike<T>): T[];
  /** The state now, for `restoreRandom`. */
  save(): RandomState;
}

type Words = [number, number, number, number];

const TWO_32 = 4294967296;

/**
 * Starts a stream. Equal seeds give equal streams on every machine; the number 1 and the string
 * '1' are the same seed.
 */
export function createRandom(seed: number | string): Random {
  return fromKey(String(seed));
}

/** Continues a stream where `save` was called. */
export function restoreRandom(state: RandomState): Random {
  const [a, b, c, counter] = state.words;
  return makeRandom(state.key, [a | 0, b | 0, c | 0, counter | 0]);
}

function fromKey(key: string): Random {
  const words = hash128(key);
  // sfc32 mixes its seed over the first rounds; the usual advice is to drop at least 12.
  for (let round = 0; round < 16; round++) step(words);
  return makeRandom(key, words);
}

function makeRandom(key: string, words: Words): Random {
  const next = () => step(words) / TWO_32;

  const int = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > TWO_32) {
      throw new RangeError(`int(n) needs an integer n from 1 to 2^32, not ${n}`);
    }
    // Draws above the last full multiple of n would make small results likelier.
    const limit = TWO_32 - (TWO_32 % n);
    let draw = step(words);
    while (draw >= limit) draw = step(words);
    return draw % n;
  };

  const normal = (): number => {
    // Box-Muller; 1 - u keeps the logarithm away from zero.
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    return radius * Math.cos(2 * Math.PI * next());
  };

  const shuffle = <T>(items: ArrayLike<T>): T[] => {
    const result = Array.from(items);
    for (let last = result.length - 1; last > 0; last--) {
      const other = int(last + 1);
      const kept = result[last];
      result[last] = result[other];
      result[other] = kept;
    }
    return result;
  };

  return {
    next,
    int,
    normal,
    shuffle,
    // The length keeps ('a', 'b/c') and ('a/b', 'c') apart.
    fork: (label) => fromKey(`${key}/${label.length}:${label}`),
    save: () => ({ key, words: [words[0], words[1], words[2], words[3]] }),
  };
}

/** One round of sfc32 in place; returns an unsigned 32-bit integer. */
function step(words: Words): number {
  const [a, b, c, counter] = words;
  const result = (((a + b) | 0) + counter) | 0;
  words[0] = b ^ (b >>> 9);
  words[1] = (c + (c << 3)) | 0;
  words[2] = (((c << 21) | (c >>> 11)) + result) | 0;
  words[3] = (counter + 1) | 0;
  return result >>> 0;
}

/** Four lanes of multiply-xor over the UTF-16 units (cyrb128, public domain). Not cryptographic. */
function hash128(text: string): Words {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    h1 = h2 ^ Math.imul(h1 ^ unit, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ unit, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ unit, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ unit, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  h1 ^= h2 ^ h3 ^ h4;
  return [h1 | 0, (h2 ^ h1) | 0, (h3 ^ h1) | 0, (h4 ^ h1) | 0];
}
