/** Cases counted by hand. */
import { expect, it } from 'vitest';
import { type Answered, answersOf, findClasses } from './classes';

const answer = (index: number, right: number, answered: number, probability: number): Answered => ({
  index,
  right,
  answered,
  probability,
  rightProbability: right === answered ? probability : 1 - probability,
});

it('counts who is taken for whom', () => {
  const found = findClasses(
    [
      answer(0, 0, 0, 0.9),
      answer(1, 0, 1, 0.6),
      answer(2, 1, 1, 0.8),
      answer(3, 1, 1, 0.55),
      answer(4, 1, 0, 0.99),
    ],
    4,
  );
  expect([...found.confusion]).toEqual([1, 1, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(found.accuracy).toBeCloseTo(3 / 5);
  const [zero, one, two] = found.perClass;
  expect(zero).toEqual({ precision: 1 / 2, recall: 1 / 2, f1: 1 / 2, support: 2, answered: 2 });
  expect(one).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, support: 3, answered: 3 });
  expect(two).toEqual({ precision: null, recall: null, f1: null, support: 0, answered: 0 });
  expect(found.macroF1).toBeCloseTo((1 / 2 + 2 / 3) / 2);
  expect(found.mistakes.map(({ index }) => index)).toEqual([4, 1]);
  expect(found.unsure.map(({ index }) => index)).toEqual([3, 2, 0]);
});

it('knows 0/0 from 0: a class that is never answered has recall, and no precision', () => {
  const { perClass } = findClasses([answer(0, 1, 0, 0.7)], 2);
  expect(perClass[1]).toEqual({ precision: null, recall: 0, f1: 0, support: 1, answered: 0 });
  expect(perClass[0]).toEqual({ precision: 0, recall: null, f1: 0, support: 0, answered: 1 });
});

it('tells the 24 worst, and of every pair that is confused its worst', () => {
  const sure = Array.from({ length: 40 }, (_, i) => answer(i, 0, 1, 0.9 + i / 1000));
  const { mistakes } = findClasses([...sure, answer(99, 2, 1, 0.5)], 3);
  expect(mistakes[0].index).toBe(39);
  expect(mistakes).toHaveLength(25);
  expect(mistakes.at(-1)?.index).toBe(99);
});

it('turns scores into shares, row by row', () => {
  const logits = Float32Array.from([0, Math.log(3), 1000, 0]);
  const [first, second] = answersOf(logits, [0, 2], 2, 10);
  expect(first).toMatchObject({ index: 10, right: 0, answered: 1 });
  expect(first.probability).toBeCloseTo(0.75);
  expect(first.rightProbability).toBeCloseTo(0.25);
  expect(second).toMatchObject({ index: 11, answered: 0, probability: 1, rightProbability: 0 });
});
