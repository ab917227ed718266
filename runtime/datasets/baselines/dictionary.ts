/**
 * A dictionary that is learned from pairs of sentences: model 1 of Brown, Della Pietra, Della Pietra and
 * Mercer 1993, section 4.1, by expectation maximisation.
 */
import { cutWords } from '../bleu';
import { createPairTable } from './pairTable';

type Translate = (sentence: string) => string;

const ROUNDS = 5;
/** In longer sentences any word may belong to any. */
const MOST_WORDS = 50;
/** Sentences between two pauses: some 20 ms. */
const BETWEEN = 200;
/** Stands in each sentence for words that nothing there is translated to. */
const NOTHING = 0;

/** Gives, word by word and in the same order, the likeliest word; one it does not know stays. */
export async function learnDictionary(
  pairs: readonly (readonly [string, string])[],
  pause: () => Promise<void>,
): Promise<Translate> {
  const from = createWords(['']);
  const to = createWords([]);
  /** Pairs of words that stand in one pair of sentences. */
  const table = createPairTable();
  const sources: number[] = [];
  const targets: number[] = [];
  /** Of each sentence: its words, and by target word the entries of the table, as many as sources. */
  const sentences: { readonly width: number; readonly entries: Int32Array }[] = [];
  for (const [index, [source, target]] of pairs.entries()) {
    if (index % BETWEEN === 0) await pause();
    const read = cutWords(source);
    const written = cutWords(target);
    if (read.length > MOST_WORDS || written.length > MOST_WORDS) continue;
    const row = [NOTHING, ...read.map(from.add)];
    const entries = new Int32Array(row.length * written.length);
    for (const [place, word] of written.map(to.add).entries()) {
      for (const [column, other] of row.entries()) {
        const entry = table.add(other, word);
        if (entry === sources.length) {
          sources.push(other);
          targets.push(word);
        }
        entries[place * row.length + column] = entry;
      }
    }
    sentences.push({ width: row.length, entries });
  }

  /** t(target | source), by entry; in the first round all are alike. */
  let chances = new Float64Array(table.size).fill(1);
  for (let round = 0; round < ROUNDS; round++) {
    const counts = new Float64Array(table.size);
    for (const [index, { width, entries }] of sentences.entries()) {
      if (index % BETWEEN === 0) await pause();
      for (let first = 0; first < entries.length; first += width) {
        let sum = 0;
        for (let each = first; each < first + width; each++) sum += chances[entries[each]];
        for (let each = first; each < first + width; each++) {
          counts[entries[each]] += chances[entries[each]] / sum;
        }
      }
    }
    const totals = new Float64Array(from.words.length);
    for (const [entry, count] of counts.entries()) totals[sources[entry]] += count;
    chances = counts.map((count, entry) => count / totals[sources[entry]]);
  }

  const best = new Map<number, number>();
  for (const [entry, chance] of chances.entries()) {
    const known = best.get(sources[entry]);
    if (known === undefined || chance > chances[known]) best.set(sources[entry], entry);
  }
  return (sentence) =>
    cutWords(sentence)
      .map((word) => {
        const entry = best.get(from.find(word));
        return entry === undefined ? word : to.words[targets[entry]];
      })
      .join(' ');
}

/** Words by number and back. */
function createWords(first: readonly string[]) {
  const words = [...first];
  const numbers = new Map(words.map((word, index) => [word, index]));
  return {
    words,
    /** -1 for a word that is not there. */
    find: (word: string) => numbers.get(word) ?? -1,
    add: (word: string) => {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      words.push(word);
      numbers.set(word, words.length - 1);
      return words.length - 1;
    },
  };
}
