import { describe, expect, it } from 'vitest';
import { readWritten, stepWritten } from './writtenNumber';

describe('readWritten', () => {
  it.each([
    ['8', 8],
    [' 0.1 ', 0.1],
    ['.5', 0.5],
    ['1e-5', 1e-5],
    ['-3', -3],
    ['4*d_model', '4*d_model'],
    ['d_model / heads', 'd_model / heads'],
    ['1e999', '1e999'],
    ['0x10', '0x10'],
    ['', undefined],
    ['  ', undefined],
  ])('reads "%s"', (text, value) => expect(readWritten(text)).toBe(value));
});

describe('stepWritten', () => {
  const range = { min: 1, max: 10, whole: true };
  it('steps whole numbers by one, within the range', () => {
    expect(stepWritten('8', 1, range)).toBe(9);
    expect(stepWritten('10', 1, range)).toBe(10);
    expect(stepWritten('1', -1, range)).toBe(1);
  });

  it('steps real numbers by their last digit', () => {
    const real = { min: 0, max: 1, whole: false };
    expect(stepWritten('0.10', 1, real)).toBe(0.11);
    expect(stepWritten('0.1', 1, real)).toBe(0.2);
  });

  it('leaves expressions alone', () => expect(stepWritten('d_model', 1, range)).toBeNull());
});
