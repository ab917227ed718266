/**
 * Corpus BLEU of up to four words (Papineni et al. 2002), one reference each, words cut as mteval-v13a
 * does: what sacrebleu reports with its usual settings (Post 2018).
 */

const ORDER = 4;

/** 0..100; 0 for no sentences. Lists of equal length. */
export function corpusBleu(hypotheses: readonly string[], references: readonly string[]): number {
  const right = new Array<number>(ORDER).fill(0);
  const total = new Array<number>(ORDER).fill(0);
  let written = 0;
  let wanted = 0;
  for (const [row, hypothesis] of hypotheses.entries()) {
    const words = cutWords(hypothesis);
    const reference = cutWords(references[row]);
    written += words.length;
    wanted += reference.length;
    for (let order = 1; order <= ORDER; order++) {
      const known = countRuns(reference, order);
      for (const [run, count] of countRuns(words, order)) {
        right[order - 1] += Math.min(count, known.get(run) ?? 0);
        total[order - 1] += count;
      }
    }
  }
  if (right[0] === 0) return 0;
  // Where no run of a length is right, each further length counts half of the one before.
  let smoothing = 1;
  let logarithms = 0;
  let orders = 0;
  for (let order = 0; order < ORDER; order++) {
    if (total[order] === 0) break;
    orders++;
    if (right[order] === 0) smoothing *= 2;
    const precision =
      right[order] === 0 ? 1 / (smoothing * total[order]) : right[order] / total[order];
    logarithms += Math.log(precision);
  }
  // Too short a corpus has no runs of four words, and no score.
  if (orders < ORDER) return 0;
  const brevity = written < wanted ? Math.exp(1 - wanted / written) : 1;
  return 100 * brevity * Math.exp(logarithms / ORDER);
}

/** Words and marks as mteval-v13a cuts them, for western languages. */
export function cutWords(text: string): string[] {
  const plain = text
    .replace(/<skipped>/g, '')
    .replace(/-\n/g, '')
    .replace(/\n/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>');
  const cut = ` ${plain} `
    .replace(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
    // A full stop or comma between digits belongs to the number.
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ');
  return cut.split(/\s+/).filter(Boolean);
}

function countRuns(words: readonly string[], length: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let first = 0; first + length <= words.length; first++) {
    const run = words.slice(first, first + length).join(' ');
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}
