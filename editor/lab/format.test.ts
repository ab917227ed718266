/** Numbers and times as people read them. */
import { expect, test } from 'vitest';
import {
  duration,
  loadText,
  lossText,
  milliseconds,
  percent,
  timeLeft,
  weightText,
} from './format';

test.each([
  [0.4, 'almost done'],
  [7, 'a few seconds left'],
  [38.2, 'about 40 s left'],
  [56, 'about 55 s left'],
  [58, 'about 1 min left'],
  [185, 'about 3 min left'],
  [3540, 'about 59 min left'],
  [3590, 'about 1 h left'],
  [4800, 'about 1 h 20 min left'],
  [7195, 'about 2 h left'],
  [Number.NaN, ''],
])('%f seconds left', (seconds, text) => {
  expect(timeLeft(seconds)).toBe(text);
});

test.each([
  [0.83, '0.8 s'],
  [9.96, '10 s'],
  [59.6, '1 min'],
  [185, '3 min 5 s'],
  [3720, '1 h 2 min'],
])('a duration of %f seconds', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  [0.9771, '97.7 %'],
  [0.5, '50 %'],
  [1, '100 %'],
  [0.9999, '99.9 %'],
  [0.0004, '< 0.1 %'],
  [0, '0 %'],
  [Number.NaN, 'not a number'],
])('a share of %f', (share, text) => {
  expect(percent(share)).toBe(text);
});

test.each([
  [2.3071, '2.31'],
  [12.3456, '12.3'],
  [0.31249, '0.312'],
  [0.00421, '0.00421'],
  [0.00001234, '1.2e-5'],
  [0, '0'],
  [Number.POSITIVE_INFINITY, 'not a number'],
])('a loss of %f', (loss, text) => {
  expect(lossText(loss)).toBe(text);
});

test('weights, milliseconds', () => {
  expect([0.4212, 0.0312, 0.0001, 0].map(weightText)).toEqual(['0.42', '0.031', '< 0.001', '0']);
  expect([0.2, 8.4, 1234].map(milliseconds)).toEqual(['1 ms', '8 ms', '1.2 s']);
});

test('loading says how far it is', () => {
  expect(loadText(null)).toBe('Loading the data');
  expect(loadText({ kind: 'fetching', done: 12_300_000, total: 28_000_000 })).toBe(
    'Fetching the data, 12 of 28 MB',
  );
  expect(loadText({ kind: 'fetching', done: 1_200_000, total: null })).toBe(
    'Fetching the data, 1.2 MB',
  );
  expect(loadText({ kind: 'preparing', done: 2, total: 5 })).toBe('Preparing the data, 40 %');
});
