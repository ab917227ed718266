/** Cases worked out by hand. */
import { expect, it } from 'vitest';
import type { Box } from '../../examinations';
import { averagePrecision, type Found, overlapOf } from './averagePrecision';

const box = (x: number, label = 0): Box => ({ label, x, y: 0.5, width: 0.2, height: 0.2 });
const found = (x: number, score: number, label = 0): Found => ({ ...box(x, label), score });

it('measures what two boxes share', () => {
  expect(overlapOf(box(0.2), box(0.2))).toBeCloseTo(1);
  expect(overlapOf(box(0.2), box(0.3))).toBeCloseTo(1 / 3);
  expect(overlapOf(box(0.2), box(0.6))).toBe(0);
  const point = { label: 0, x: 0.5, y: 0.5, width: 0, height: 0 };
  expect(overlapOf(point, point)).toBe(0);
});

it('is the area under the curve, with the best precision at each recall or more', () => {
  const scenes = [
    { real: [box(0.2), box(0.8)], found: [found(0.2, 0.9), found(0.5, 0.8)] },
    { real: [box(0.5)], found: [found(0.5, 0.7)] },
  ];
  // Right, wrong, right of three things: recalls 1/3, 1/3, 2/3 at precisions 1, 1/2, 2/3.
  expect(averagePrecision(scenes, 0)).toBeCloseTo(1 / 3 + (1 / 3) * (2 / 3));
});

it('counts a second find of the same thing as wrong', () => {
  const scenes = [{ real: [box(0.2), box(0.8)], found: [0.9, 0.8].map((s) => found(0.2, s)) }];
  expect(averagePrecision(scenes, 0)).toBeCloseTo(1 / 2);
});

it('is of one class, and null where that is not there', () => {
  const scenes = [{ real: [box(0.2, 1)], found: [found(0.2, 0.9)] }];
  expect(averagePrecision(scenes, 0)).toBeNull();
  expect(averagePrecision(scenes, 1)).toBe(0);
});
