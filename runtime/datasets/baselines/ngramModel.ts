/**
 * An n-gram model of characters with interpolated Kneser-Ney smoothing: Kneser and Ney 1995, in the
 * interpolated form of Chen and Goodman 1998, section 2.7, with one discount for each length.
 */
import { createPairTable } from './pairTable';

export interface NgramModel {
  /** Of a character after a context, of which the last `order - 1` characters count. */
  probability(context: string, character: string): number;
  /** Mean bits of the characters of a text, each given those before it. */
  bitsPerCharacter(text: string, pause: () => Promise<void>): Promise<number>;
}

/** Characters between two pauses: some 30 ms. */
const BETWEEN = 1 << 15;
const ROOT = 0;
const NONE = -1;

/**
 * The n-grams of a text as a tree: the children of a node prolong it to the right by a symbol. Arrays
 * are by node.
 */
interface Tree {
  find(node: number, symbol: number): number;
  /**
   * How often an n-gram counts: the longest by how often they are in the text, shorter ones by how many
   * different symbols stand before them.
   */
  readonly weights: readonly number[];
  /** Sum of the weights of its children, and how many of them have any. */
  readonly totals: Float64Array;
  readonly kinds: Int32Array;
  /** By length of the n-gram, from 1. */
  readonly discounts: readonly number[];
}

export async function learnNgrams(
  text: string,
  order: number,
  pause: () => Promise<void>,
): Promise<NgramModel> {
  const symbols = new Map<string, number>();
  for (const character of text) {
    if (!symbols.has(character)) symbols.set(character, symbols.size);
  }
  /** All that is not in the text is one symbol more. */
  const unknown = symbols.size;
  const symbolOf = (character: string) => symbols.get(character) ?? unknown;
  const tree = await grow(text, order, symbolOf, pause);

  /** `contexts` by length from 0, the nodes of the last symbols; NONE where they never stood so. */
  const score = (contexts: readonly number[], symbol: number): number => {
    let probability = 1 / (unknown + 1);
    for (let length = 0; length < order; length++) {
      const node = contexts[length];
      const total = node === NONE ? 0 : tree.totals[node];
      // A context that was never seen, or never before anything, says nothing, nor do longer ones.
      if (total === 0) break;
      const child = tree.find(node, symbol);
      const discount = tree.discounts[length + 1];
      const kept = child === NONE ? 0 : Math.max(tree.weights[child] - discount, 0);
      probability = (kept + discount * tree.kinds[node] * probability) / total;
    }
    return probability;
  };
  const advance = (contexts: readonly number[], symbol: number): number[] => [
    ROOT,
    ...contexts.slice(0, -1).map((node) => (node === NONE ? NONE : tree.find(node, symbol))),
  ];
  const start = [ROOT, ...new Array<number>(order - 1).fill(NONE)];

  return {
    probability(context, character) {
      let contexts = start;
      for (const each of context) contexts = advance(contexts, symbolOf(each));
      return score(contexts, symbolOf(character));
    },
    async bitsPerCharacter(tested, wait) {
      let contexts = start;
      let bits = 0;
      let count = 0;
      for (const character of tested) {
        const symbol = symbolOf(character);
        bits -= Math.log2(score(contexts, symbol));
        contexts = advance(contexts, symbol);
        if (++count % BETWEEN === 0) await wait();
      }
      return count > 0 ? bits / count : 0;
    },
  };
}

async function grow(
  text: string,
  order: number,
  symbolOf: (character: string) => number,
  pause: () => Promise<void>,
): Promise<Tree> {
  // Node n + 1 is pair n of the table: the root is no pair.
  const table = createPairTable();
  const weights: number[] = [0];
  const parents: number[] = [NONE];
  const lengths: number[] = [0];
  /** Nodes of the last symbols, by how many. */
  let before = [ROOT, ...new Array<number>(order).fill(NONE)];
  let count = 0;
  for (const character of text) {
    const symbol = symbolOf(character);
    const after = new Array<number>(order + 1).fill(NONE);
    after[0] = ROOT;
    for (let length = 1; length <= order && before[length - 1] !== NONE; length++) {
      const node = table.add(before[length - 1], symbol) + 1;
      if (node === weights.length) {
        weights.push(0);
        parents.push(before[length - 1]);
        lengths.push(length);
        // A new symbol stands before the n-gram that is one shorter.
        if (length > 1) weights[after[length - 1]]++;
      }
      if (length === order) weights[node]++;
      after[length] = node;
    }
    before = after;
    if (++count % BETWEEN === 0) await pause();
  }

  const totals = new Float64Array(weights.length);
  const kinds = new Int32Array(weights.length);
  const once = new Array<number>(order + 1).fill(0);
  const twice = new Array<number>(order + 1).fill(0);
  for (let node = 1; node < weights.length; node++) {
    if (weights[node] === 0) continue;
    totals[parents[node]] += weights[node];
    kinds[parents[node]]++;
    if (weights[node] === 1) once[lengths[node]]++;
    if (weights[node] === 2) twice[lengths[node]]++;
  }
  return {
    find: (node, symbol) => {
      const pair = table.find(node, symbol);
      return pair < 0 ? NONE : pair + 1;
    },
    weights,
    totals,
    kinds,
    discounts: once.map((n1, length) => discountOf(n1, twice[length])),
  };
}

/** Ney, Essen and Kneser 1994; a half where a text is too short to tell. */
function discountOf(once: number, twice: number): number {
  return once > 0 && twice > 0 ? once / (once + 2 * twice) : 0.5;
}
