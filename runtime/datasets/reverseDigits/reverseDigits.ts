/**
 * The sequence task "reverse the digits": 3 1 4 1 5 9 2 6 -> 6 2 9 5 1 4 1 3. An encoder-decoder
 * learns it in minutes, and its cross-attention shows the answer: the anti-diagonal.
 *
 * Tokens: 0 padding, 1 start, 2 end, 3..12 the digits 0..9. One example of n digits, T = n + 1:
 *
 *     source        d1 d2 .. dn END
 *     decoderInput  START dn .. d2 d1    (what the decoder has written so far)
 *     target        dn .. d2 d1 END      (what it should write next, at each place)
 *
 * No example is padded; the padding token is there for models that mask it.
 */
import { createRandom, type Random, type RandomState, restoreRandom } from '../../graph/random';

export const PAD = 0;
export const START = 1;
export const END = 2;
/** Digit d is token FIRST_DIGIT + d. */
export const FIRST_DIGIT = 3;
/** How many tokens there are. */
export const VOCABULARY_SIZE = 13;
/** Digits in an example unless told otherwise. */
export const DIGIT_COUNT = 8;

/** Two disjoint sets of sequences; `test` is a tenth of all. */
export type Split = 'train' | 'test';

/** B examples of T = digits + 1 tokens; each array is row by row [B, T]. */
export interface ReverseDigitsBatch {
  readonly source: Int32Array;
  readonly decoderInput: Int32Array;
  readonly target: Int32Array;
  readonly batch: number;
  readonly length: number;
}

/** An endless seeded stream of examples. */
export interface ReverseDigits {
  /** The next `size` examples. Throws a RangeError unless `size` is a positive integer. */
  next(size: number): ReverseDigitsBatch;
  /** Where the stream is, for `resume`. */
  save(): RandomState;
  /** Goes on where `save` was called. */
  resume(state: RandomState): void;
}

export interface ReverseDigitsOptions {
  /** Equal seeds give equal streams. */
  readonly seed: number | string;
  readonly split: Split;
  /** Digits in an example, 1..16. Fewer than 4 leave one of the splits nearly or fully empty. */
  readonly digits?: number;
}

/**
 * Examples of the task, drawn uniformly from the sequences of one split. The splits are a property
 * of the sequence (`splitOf`), not of the seed: no stream ever trains on a test sequence.
 */
export function createReverseDigits(options: ReverseDigitsOptions): ReverseDigits {
  const { seed, split, digits = DIGIT_COUNT } = options;
  if (!Number.isInteger(digits) || digits < 1 || digits > 16) {
    throw new RangeError(`reverse digits needs 1 to 16 digits, not ${digits}`);
  }
  let random = createRandom(seed).fork(`reverse-digits/${split}`);

  return {
    next: (size) => {
      if (!Number.isInteger(size) || size < 1) {
        throw new RangeError(`a batch needs at least 1 example, not ${size}`);
      }
      const sequences = Array.from({ length: size }, () => draw(random, split, digits));
      return toBatch(sequences);
    },
    save: () => random.save(),
    resume: (state) => {
      random = restoreRandom(state);
    },
  };
}

/**
 * A fixed test set: always the same `size` different sequences, whatever the training's seed.
 * Throws a RangeError where there may not be as many.
 */
export function reverseDigitsTestSet(size: number, digits = DIGIT_COUNT): ReverseDigitsBatch {
  // About a tenth of the sequences are in the split; half of those are soon found at random.
  if (size > 10 ** digits / 20) {
    throw new RangeError(`there are too few sequences of ${digits} digits for ${size} tests`);
  }
  const random = createRandom('reverse-digits/test-set');
  const found = new Map<string, number[]>();
  while (found.size < size) {
    const sequence = draw(random, 'test', digits);
    found.set(sequence.join(''), sequence);
  }
  return toBatch([...found.values()]);
}

/** Which split a sequence of digits (0..9) belongs to; a sequence and its reverse may differ. */
export function splitOf(digits: ArrayLike<number>): Split {
  // FNV-1a, then the finaliser of MurmurHash3: FNV's low bits alone follow the last digit.
  let hash = 0x811c9dc5;
  for (let index = 0; index < digits.length; index++) {
    hash = Math.imul(hash ^ (digits[index] + 1), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) % 10 === 0 ? 'test' : 'train';
}

function draw(random: Random, split: Split, digits: number): number[] {
  // Single digits may all lie in one split; a bound turns an endless search into a sentence.
  for (let attempt = 0; attempt < 10_000; attempt++) {
    const sequence = Array.from({ length: digits }, () => random.int(10));
    if (splitOf(sequence) === split) return sequence;
  }
  throw new RangeError(`no sequence of ${digits} digits is in the ${split} set`);
}

function toBatch(sequences: readonly (readonly number[])[]): ReverseDigitsBatch {
  const batch = sequences.length;
  const length = sequences[0].length + 1;
  const source = new Int32Array(batch * length);
  const decoderInput = new Int32Array(batch * length);
  const target = new Int32Array(batch * length);
  sequences.forEach((sequence, row) => {
    const tokens = sequence.map((digit) => FIRST_DIGIT + digit);
    const reversed = [...tokens].reverse();
    source.set([...tokens, END], row * length);
    decoderInput.set([START, ...reversed], row * length);
    target.set([...reversed, END], row * length);
  });
  return { source, decoderInput, target, batch, length };
}
