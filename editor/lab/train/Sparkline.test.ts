import { expect, it } from 'vitest';
import { sparkPath } from './Sparkline';

it('goes from nothing at the bottom to the most at the top', () => {
  expect(sparkPath([0, 1, 2])).toBe('M0.0 15.0L36.0 8.0L72.0 1.0');
});

it('leaves out what was not measured, and has at most a point a pixel', () => {
  expect(sparkPath([null, 1, Number.NaN, 1])).toBe('M24.0 1.0L72.0 1.0');
  expect(sparkPath(Array.from({ length: 10_000 }, (_, i) => i)).split('L')).toHaveLength(72);
  expect([sparkPath([]), sparkPath([1]), sparkPath([null, null])]).toEqual(['', '', '']);
});
