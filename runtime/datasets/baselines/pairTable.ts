/** Numbers for pairs of whole numbers, the first pair 0: a hash table that holds millions. */

export interface PairTable {
  /** How many pairs there are. */
  readonly size: number;
  /** The number of a pair; -1 where it was not added. */
  find(a: number, b: number): number;
  /** The same, a new one where it is new. */
  add(a: number, b: number): number;
}

/** Whole numbers from 0 to 2^31 - 1. */
export function createPairTable(): PairTable {
  let capacity = 1024;
  // Open addressing with linear probing; at most half of the places are taken.
  let slots = new Int32Array(capacity).fill(-1);
  let firsts = new Int32Array(capacity / 2);
  let seconds = new Int32Array(capacity / 2);
  let size = 0;

  const slotOf = (a: number, b: number): number => {
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = hash & (capacity - 1);
    for (let found = slots[slot]; found >= 0; found = slots[slot]) {
      if (firsts[found] === a && seconds[found] === b) return slot;
      slot = (slot + 1) & (capacity - 1);
    }
    return slot;
  };

  const grow = () => {
    capacity *= 2;
    firsts = widen(firsts, capacity / 2);
    seconds = widen(seconds, capacity / 2);
    slots = new Int32Array(capacity).fill(-1);
    for (let index = 0; index < size; index++) slots[slotOf(firsts[index], seconds[index])] = index;
  };

  return {
    get size() {
      return size;
    },
    find: (a, b) => slots[slotOf(a, b)],
    add(a, b) {
      const slot = slotOf(a, b);
      if (slots[slot] >= 0) return slots[slot];
      firsts[size] = a;
      seconds[size] = b;
      slots[slot] = size++;
      if (2 * size >= capacity) grow();
      return size - 1;
    },
  };
}

function widen(values: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(values);
  return wider;
}
