import { expect, it } from 'vitest';
import { isBetter } from './metric';

it('more is better, but of losses and bits', () => {
  expect(isBetter('accuracy', 0.9, 0.8)).toBe(true);
  expect(isBetter('bleu', 20, 30)).toBe(false);
  expect(isBetter('bits', 1.9, 2)).toBe(true);
  expect(isBetter('loss', 2, 1)).toBe(false);
  expect(isBetter('loss', 1, 1)).toBe(false);
});

it('a number is better than none, and none is never better', () => {
  expect(isBetter('accuracy', 0, Number.NaN)).toBe(true);
  expect(isBetter('loss', Number.NaN, 1)).toBe(false);
  expect(isBetter('loss', Number.NaN, Number.NaN)).toBe(false);
});
