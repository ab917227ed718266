import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatExact,
  formatNumber,
  formatPlural,
  formatShare,
} from './format';

describe('numbers as people read them', () => {
  it.each([
    [0, '0'],
    [640, '640'],
    [999, '999'],
    [1000, '1.00 k'],
    [8170, '8.17 k'],
    [86_567_656, '86.6 M'],
    [999_949, '1.00 M'],
    [17_563_828_224, '17.6 G'],
    [2.5, '2.50'],
    [Number.NaN, '–'],
  ])('counts %d as %s', (value, text) => expect(formatCount(value)).toBe(text));

  it('keeps every digit where asked', () => {
    expect(formatExact(63_082_496)).toBe('63,082,496');
    expect(formatExact(Number.POSITIVE_INFINITY)).toBe('–');
  });

  it.each([
    [512, '512'],
    [37_000, '37,000'],
    [0.1, '0.1'],
    [0.0001, '0.0001'],
    [1e-6, '1e-6'],
    [-0.5, '-0.5'],
  ])('writes the parameter %d as %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it.each([
    [12, '12 bytes'],
    [2048, '2.00 KiB'],
    [437 * 1024, '437 KiB'],
    [1.25 * 1024 ** 3, '1.25 GiB'],
    [1023.9 * 1024 ** 2, '1.00 GiB'],
  ])('writes %d bytes as %s', (value, text) => expect(formatBytes(value)).toBe(text));

  it('writes shares and plurals', () => {
    expect(formatShare(1, 8)).toBe('13 %');
    expect(formatShare(3, 100)).toBe('3.0 %');
    expect(formatShare(1, 100_000)).toBe('< 0.1 %');
    expect(formatShare(1, 0)).toBe('–');
    expect(formatPlural(1, 'block')).toBe('1 block');
    expect(formatPlural(1200, 'block')).toBe('1,200 blocks');
  });
});
