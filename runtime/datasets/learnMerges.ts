/** Which pairs of neighbours become one piece: Sennrich, Haddow and Birch 2016, algorithm 1. */
import { FIRST_PIECE } from './learned';
import { type Pause, UNKNOWN } from './tokenizer';

/** A word of the training text. `symbols` are ids of pieces; they change as pieces are joined. */
export interface Word {
  readonly symbols: number[];
  readonly count: number;
}

export interface Merge {
  readonly left: number;
  readonly right: number;
  /** Of the piece that they become. */
  readonly id: number;
}

/** More ids than any tokenizer has; a pair of them is exact in a double. */
const IDS = 2 ** 20;
/** Merges between two pauses: some 20 ms. */
const BETWEEN = 32;

export const pairKey = (left: number, right: number): number => left * IDS + right;

/**
 * The most frequent pair is joined first; of equally frequent ones that with the smaller ids. A piece
 * that two pairs make is one piece. `pieces` begin with the alphabet; there are `most` at most.
 */
export async function learnMerges(
  words: readonly Word[],
  alphabet: readonly string[],
  most: number,
  pause: Pause,
): Promise<{ readonly pieces: readonly string[]; readonly merges: readonly Merge[] }> {
  const pieces = [...alphabet];
  const ids = new Map(alphabet.map((piece, index) => [piece, FIRST_PIECE + index]));
  const merges: Merge[] = [];
  const pairs = createPairs();
  words.forEach((word, index) => {
    pairs.add(word, index, 1, () => true);
  });
  while (pieces.length < most) {
    const found = pairs.best();
    if (!found) break;
    const { left, right } = found;
    const text = pieces[left - FIRST_PIECE] + pieces[right - FIRST_PIECE];
    const known = ids.get(text);
    const id = known ?? FIRST_PIECE + pieces.length;
    if (known === undefined) {
      ids.set(text, id);
      pieces.push(text);
    }
    merges.push({ left, right, id });
    for (const index of found.words) {
      const word = words[index];
      pairs.add(word, index, -1, () => false);
      replacePair(word.symbols, left, right, id);
      pairs.add(word, index, 1, (a, b) => a === id || b === id);
    }
    if (merges.length % BETWEEN === 0) await pause(pieces.length / most);
  }
  return { pieces, merges };
}

/** Counts of all pairs, and in which words each has been. */
function createPairs() {
  const slots = new Map<number, number>();
  const keys: number[] = [];
  const places: number[][] = [];
  let counts = new Float64Array(1024);

  const slotOf = (key: number): number => {
    const known = slots.get(key);
    if (known !== undefined) return known;
    const slot = keys.length;
    if (slot === counts.length) {
      const wider = new Float64Array(2 * slot);
      wider.set(counts);
      counts = wider;
    }
    slots.set(key, slot);
    keys.push(key);
    places.push([]);
    return slot;
  };

  return {
    /** Counts the pairs of a word, `sign` times; remembers the word where `isNew` says so. */
    add(
      { symbols, count }: Word,
      index: number,
      sign: 1 | -1,
      isNew: (left: number, right: number) => boolean,
    ) {
      for (let place = 0; place + 1 < symbols.length; place++) {
        const left = symbols[place];
        const right = symbols[place + 1];
        // What is unknown has no text to be joined with.
        if (left === UNKNOWN || right === UNKNOWN) continue;
        const slot = slotOf(pairKey(left, right));
        counts[slot] += sign * count;
        if (isNew(left, right) && places[slot].at(-1) !== index) places[slot].push(index);
      }
    },
    /** The most frequent pair that is there twice or more. */
    best() {
      let slot = -1;
      let most = 1;
      for (let each = 0; each < keys.length; each++) {
        const count = counts[each];
        if (count > most || (count === most && slot >= 0 && keys[each] < keys[slot])) {
          most = count;
          slot = each;
        }
      }
      if (slot < 0) return null;
      const key = keys[slot];
      return { left: Math.floor(key / IDS), right: key % IDS, words: places[slot] };
    },
  };
}

/** Replaces each `left`, `right` by `id`, in place. */
function replacePair(symbols: number[], left: number, right: number, id: number): void {
  let kept = 0;
  for (let place = 0; place < symbols.length; place++) {
    if (symbols[place] === left && symbols[place + 1] === right) {
      symbols[kept++] = id;
      place++;
    } else symbols[kept++] = symbols[place];
  }
  symbols.length = kept;
}
