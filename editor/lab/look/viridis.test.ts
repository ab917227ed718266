/** The scale against matplotlib's table. */
import { expect, test } from 'vitest';
import { viridisCss, viridisWord } from './viridis';

test.each([
  [0, [68, 1, 84]],
  [40 / 255, [69, 55, 129]],
  [128 / 255, [33, 145, 140]],
  [1, [253, 231, 37]],
])('is within 5/255 of the table at %f', (share, expected) => {
  const bytes = new Uint8Array(new Uint32Array([viridisWord(share)]).buffer);
  expected.forEach((value, channel) => {
    expect(Math.abs(bytes[channel] - value)).toBeLessThanOrEqual(5);
  });
  expect(bytes[3]).toBe(255);
});

test('grows lighter all the way', () => {
  const lightness = Array.from({ length: 256 }, (_, i) => {
    const [r, g, b] = new Uint8Array(new Uint32Array([viridisWord(i / 255)]).buffer);
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  });
  for (let i = 8; i < 256; i++) expect(lightness[i]).toBeGreaterThan(lightness[i - 8]);
});

test('keeps to its ends outside 0..1 and for what is no number', () => {
  expect(viridisCss(-1)).toBe('rgb(68 1 84)');
  expect(viridisCss(Number.NaN)).toBe('rgb(68 1 84)');
  expect(viridisCss(7)).toBe('rgb(253 231 37)');
});
