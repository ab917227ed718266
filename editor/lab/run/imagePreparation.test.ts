/** Pictures become what the model takes. */
import { describe, expect, test } from 'vitest';
import {
  borderBrightness,
  centerDigit,
  cropTo,
  invert,
  type Picture,
  padTo,
  toPicture,
  toPixels,
} from './imagePreparation';

const pixels = (width: number, height: number, ...bytes: number[]) => ({
  width,
  height,
  data: Uint8ClampedArray.from(bytes),
});
const grey = (width: number, height: number, at: (x: number, y: number) => number): Picture => ({
  width,
  height,
  channels: 1,
  data: Float32Array.from({ length: width * height }, (_, i) =>
    at(i % width, Math.floor(i / width)),
  ),
});

describe('toPicture', () => {
  test('keeps colours for a model of three channels', () => {
    const picture = toPicture(pixels(2, 1, 255, 0, 51, 255, 0, 0, 0, 255), 3);
    expect(Array.from(picture.data).map((v) => Math.round(v * 100) / 100)).toEqual([
      1, 0, 0.2, 0, 0, 0,
    ]);
  });

  test('one channel is luma', () => {
    const picture = toPicture(pixels(1, 1, 255, 0, 0, 255), 1);
    expect(picture.data[0]).toBeCloseTo(0.299);
  });

  test('transparent is white', () => {
    expect(Array.from(toPicture(pixels(1, 1, 0, 0, 0, 0), 3).data)).toEqual([1, 1, 1]);
  });
});

test('the border tells dark-on-light from light-on-dark', () => {
  const digit = grey(9, 9, (x, y) => (x > 2 && x < 6 && y > 2 && y < 6 ? 1 : 0));
  expect(borderBrightness(digit)).toBe(0);
  expect(borderBrightness(invert(digit))).toBe(1);
  expect(borderBrightness(grey(1, 1, () => 0.5))).toBe(0.5);
});

test('padding centres on the ground, cropping keeps the middle', () => {
  const wide = grey(4, 2, (x) => x);
  const padded = padTo(wide, 28, 28, 9);
  expect([padded.height, padded.width]).toEqual([4, 4]);
  expect(Array.from(padded.data)).toEqual([9, 9, 9, 9, 0, 1, 2, 3, 0, 1, 2, 3, 9, 9, 9, 9]);
  const cropped = cropTo(wide, 28, 28);
  expect([cropped.height, cropped.width]).toEqual([2, 2]);
  expect(Array.from(cropped.data)).toEqual([1, 2, 1, 2]);
  expect(padTo(cropped, 5, 5, 0)).toBe(cropped);
  expect(cropTo(cropped, 5, 5)).toBe(cropped);
  // A sliver never vanishes.
  expect(
    cropTo(
      grey(300, 1, () => 1),
      28,
      28,
    ),
  ).toMatchObject({ height: 1, width: 1 });
});

describe('centerDigit', () => {
  test('scales the box to 20 and puts the mass in the middle of 28', () => {
    const digit = grey(100, 100, (x, y) => (x >= 5 && x < 15 && y >= 60 && y < 90 ? 1 : 0));
    const centred = centerDigit(digit)!;
    expect([centred.height, centred.width]).toEqual([28, 28]);
    const rows = [];
    for (let y = 0; y < 28; y++) {
      if (centred.data.subarray(y * 28, y * 28 + 28).some((value) => value > 0)) rows.push(y);
    }
    expect([rows[0], rows.length]).toEqual([4, 20]);
    const row = Array.from(centred.data.subarray(14 * 28, 15 * 28));
    expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(7);
    const center = row.reduce((sum, value, x) => sum + value * (x + 0.5), 0) / 7;
    expect(Math.abs(center - 14)).toBeLessThanOrEqual(0.5);
  });

  test('is null for an empty pad', () => {
    expect(centerDigit(grey(28, 28, () => 0))).toBeNull();
  });

  test('a dot becomes a blot of 20, not a crash', () => {
    const dot = centerDigit(grey(28, 28, (x, y) => (x === 0 && y === 0 ? 1 : 0)))!;
    expect(dot.data.filter((value) => value > 0.5)).toHaveLength(400);
  });
});

test('pixels of one channel are grey', () => {
  expect(Array.from(toPixels(grey(1, 1, () => 0.2)))).toEqual([51, 51, 51, 255]);
  expect(
    Array.from(toPixels({ data: Float32Array.of(1, 0, 0), width: 1, height: 1, channels: 3 })),
  ).toEqual([255, 0, 0, 255]);
});
