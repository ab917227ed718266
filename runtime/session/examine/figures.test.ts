/** Histograms, cross-entropy by place and groups of questions, by hand. */
import { expect, it } from 'vitest';
import { sentenceChrf } from '../../datasets/chrf';
import { PAD } from '../../datasets/tokenizers';
import { BINS, distributionOf } from './distribution';
import { createLanguageTally, guessesOf } from './languageTally';
import { groupSequences } from './sequences';

it('puts every number into one bin, the largest into the last', () => {
  const found = distributionOf([-1, 0, 0, 1, Number.NaN]);
  expect(found).toMatchObject({ min: -1, max: 1, mean: 0, zeros: 0.5, notFinite: 1 });
  expect(found.std).toBeCloseTo(Math.sqrt(0.5));
  expect(found.counts[0]).toBe(1);
  expect(found.counts[BINS / 2]).toBe(2);
  expect(found.counts[BINS - 1]).toBe(1);
  expect([...distributionOf([2, 2]).counts].slice(0, 2)).toEqual([2, 0]);
  expect(distributionOf([Number.NaN])).toMatchObject({ min: Number.NaN, notFinite: 1 });
});

it('adds up cross-entropy place by place and leaves padding out', () => {
  const tally = createLanguageTally(2, 3);
  const even = [0, 0, 0];
  const sure = [0, 0, Math.log(2)];
  tally.add(Float32Array.from([...even, ...sure]), [1, 2]);
  tally.add(Float32Array.from([...even, ...sure]), [1, PAD]);
  const { tokens, nats, accuracy, byPlace } = tally.finish();
  expect(tokens).toBe(3);
  expect(byPlace[0]).toBeCloseTo(Math.log(3));
  expect(byPlace[1]).toBeCloseTo(Math.log(2));
  expect(nats).toBeCloseTo((2 * Math.log(3) + Math.log(2)) / 3);
  expect(accuracy).toBeCloseTo(1 / 3);
  const [guess] = guessesOf(Float32Array.from(sure), [1], 3);
  expect(guess).toMatchObject({ id: 1, best: 2 });
  expect(guess.probability).toBeCloseTo(1 / 4);
  expect(guess.bestProbability).toBeCloseTo(1 / 2);
});

it('groups questions by length, or by answer where all are as long', () => {
  const row = (length: number, answer: string, right: boolean) => ({
    index: 0,
    question: '',
    answer,
    written: '',
    right,
    length,
  });
  expect(groupSequences([row(10, 'a', true), row(9, 'a', false), row(9, 'b', true)])).toEqual({
    by: 'length',
    rows: [
      { key: '9', examples: 2, right: 1 },
      { key: '10', examples: 1, right: 1 },
    ],
  });
  expect(groupSequences([row(3, 'b', true), row(3, 'a', false)])?.rows[0]).toEqual({
    key: 'a',
    examples: 1,
    right: 0,
  });
  expect(groupSequences([row(3, 'a', true)])).toBeNull();
});

it('scores sentences by what they share in characters', () => {
  expect(sentenceChrf('il fait froid', 'il fait froid')).toBeCloseTo(100);
  expect(sentenceChrf('xyz', 'abc')).toBe(0);
  // "ab" and "abc": runs of one, precision 1 and recall 2/3; of two, 1 and 1/2; longer ones say nothing.
  const [precision, recall] = [1, (2 / 3 + 1 / 2) / 2];
  expect(sentenceChrf('ab', 'abc')).toBeCloseTo(
    (500 * precision * recall) / (4 * precision + recall),
  );
});
