import { describe, expect, it } from 'vitest';
import { corpusBleu, cutWords } from './bleu';

/** Scores of sacrebleu 2.6.0, `corpus_bleu(hypotheses, [references]).score`. */
const cases: readonly (readonly [string[], string[], number])[] = [
  [['the cat sat on the mat .'], ['the cat sat on the mat .'], 100],
  [
    ['Le chat est assis sur le tapis.', 'Il pleut, encore.'],
    ['Le chat était assis sur le tapis.', "Il pleut encore aujourd'hui."],
    45.78831372133985,
  ],
  [['the the the the the the the'], ['the cat is on the mat'], 7.809849842300637],
  [['a b c'], ['a b c'], 0],
  [
    ["Supprimer la ligne 3.14 (d'accord) & 10-20 %"],
    ["Supprimer la ligne 3.14 (d'accord) & 10-20 %!"],
    92.00444146293236,
  ],
  [['un deux trois quatre cinq', 'x'], ['un deux trois six cinq', 'y z'], 34.557471709549525],
  [['short'], ['a much longer reference sentence here'], 0],
  [
    ['', 'the house is red and blue'],
    ['nothing here', 'the house is red and green'],
    54.44460596606694,
  ],
  [['&quot;Hello&quot; he said, 1,000 times.'], ['"Hello" he said, 1,000 times.'], 100],
];

describe('corpusBleu', () => {
  it.each(cases)('of %j against %j is that of sacrebleu', (hypotheses, references, score) => {
    expect(corpusBleu(hypotheses, references)).toBeCloseTo(score, 9);
  });

  it('is 0 where nothing was written, and nothing is right', () => {
    expect(corpusBleu([], [])).toBe(0);
    expect(corpusBleu([''], ['a b c d'])).toBe(0);
    expect(corpusBleu(['x y z w'], ['a b c d'])).toBe(0);
  });

  it('cuts marks from words, and leaves numbers whole', () => {
    expect(cutWords('Hello, 3.14 (d) 1,000.')).toEqual([
      'Hello',
      ',',
      '3.14',
      '(',
      'd',
      ')',
      '1,000',
      '.',
    ]);
  });
});
