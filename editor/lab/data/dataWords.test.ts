import { describe, expect, it } from 'vitest';
import { findDataset } from '../../../runtime/index';
import { briefWords, bytesWords, megabytes, sizesWords } from './dataWords';

const infoOf = (id: string) => {
  const info = findDataset(id);
  if (!info) throw new Error(`no data set ${id}`);
  return info;
};

describe('data in words', () => {
  it.each([
    ['mnist', '4.3 MB, once'],
    ['digits-8x8', '43 kB, once'],
    ['cifar10', 'Data pack, 94 MB'],
    ['shapes', 'Made here, at once'],
  ])('%s comes as: %s', (id, words) => {
    expect(bytesWords(infoOf(id))).toBe(words);
  });

  it('has sizes where they are known', () => {
    expect(sizesWords(infoOf('mnist'), null)).toBe(
      '23,400 pictures to learn from, 1,000 to validate, 10,000 to test.',
    );
    expect(sizesWords(infoOf('sotu'), null)).toMatch(/^As many examples/);
    const sizes = { train: 5, validation: 2, test: 1 };
    expect(sizesWords(infoOf('sotu'), { sizes })).toBe(
      '5 windows of text to learn from, 2 to validate, 1 to test.',
    );
    expect(briefWords(infoOf('copy'))).toBe('50,000 sequences · Made here, at once');
    expect(briefWords(infoOf('english-french'))).toBe('0.3 MB, once');
  });

  it('has few digits', () => {
    expect([400, 9_940_000, 9_960_000, 93_500_000].map(megabytes)).toEqual([
      '1 kB',
      '9.9 MB',
      '10 MB',
      '94 MB',
    ]);
  });
});
