/**
 * chrF of one sentence (Popović 2015): F-score of the runs of one to six characters, recall counting
 * twice as much as precision, spaces left out. What sacrebleu's `sentence_chrf` gives with its usual
 * settings (chrF2, Post 2018). BLEU says little of a single short sentence: it is 0 without four words
 * in a row.
 */

const ORDER = 6;
const BETA = 2;

/** 0..100; 0 where nothing is shared. */
export function sentenceChrf(hypothesis: string, reference: string): number {
  const written = Array.from(hypothesis.replace(/\s/g, ''));
  const wanted = Array.from(reference.replace(/\s/g, ''));
  let precision = 0;
  let recall = 0;
  let orders = 0;
  for (let order = 1; order <= ORDER; order++) {
    const [mine, theirs] = [countRuns(written, order), countRuns(wanted, order)];
    // A sentence that is shorter than the run says nothing of it.
    if (mine.total === 0 || theirs.total === 0) continue;
    let shared = 0;
    for (const [run, count] of mine.counts) {
      shared += Math.min(count, theirs.counts.get(run) ?? 0);
    }
    precision += shared / mine.total;
    recall += shared / theirs.total;
    orders++;
  }
  if (orders === 0 || precision + recall === 0) return 0;
  precision /= orders;
  recall /= orders;
  return (100 * (1 + BETA ** 2) * precision * recall) / (BETA ** 2 * precision + recall);
}

function countRuns(characters: readonly string[], order: number) {
  const counts = new Map<string, number>();
  const total = Math.max(0, characters.length - order + 1);
  for (let from = 0; from < total; from++) {
    const run = characters.slice(from, from + order).join('');
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return { counts, total };
}
