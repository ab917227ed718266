/** How figures of quality read. */
import { expect, test } from 'vitest';
import { metricText, testedOn } from './metricWords';

test('each kind is told in its own unit', () => {
  expect(metricText({ kind: 'accuracy', value: 0.963 })).toBe('96.3 %');
  expect(metricText({ kind: 'sequences', value: 1 })).toBe('100 %');
  expect(metricText({ kind: 'bleu', value: 24.06 })).toBe('24.1');
  expect(metricText({ kind: 'bits', value: 2.039 })).toBe('2.04');
  expect(metricText({ kind: 'loss', value: 0.31234 })).toBe('0.312');
  expect(metricText({ kind: 'bits', value: Number.NaN })).toBe('not a number');
});

test('what was counted is told with its numbers', () => {
  expect(testedOn({ kind: 'accuracy', value: 0.963 }, 1000)).toBe(
    '963 of 1,000 test examples right',
  );
  expect(testedOn({ kind: 'sequences', value: 0.5 }, 4)).toBe('2 of 4 test sequences');
  expect(testedOn({ kind: 'bleu', value: 20 }, 727)).toContain('727 test sentences');
  expect(testedOn({ kind: 'loss', value: 1 }, 16)).toBe('mean over 16 test examples');
});
