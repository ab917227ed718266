/** Maps cut from attention weights. */
import { expect, test } from 'vitest';
import {
  headMap,
  largest,
  meanMap,
  rowOf,
  shrink,
  strongest,
  toAttentionTensor,
} from './attention';

const attention = toAttentionTensor({
  shape: [1, 2, 2, 3],
  data: Float32Array.of(0.5, 0.25, 0.25, 0, 1, 0, 0.1, 0.8, 0.1, 1, 0, 0),
})!;

test('refuses values that are not [B, heads, tokens, source]', () => {
  expect(toAttentionTensor({ shape: [2, 3], data: new Float32Array(6) })).toBeNull();
  expect(toAttentionTensor({ shape: [1, 2, 2, 3], data: new Float32Array(6) })).toBeNull();
  expect(toAttentionTensor({ shape: [0, 2, 2, 3], data: new Float32Array(0) })).toBeNull();
});

test('attention without heads is one head', () => {
  const one = toAttentionTensor({ shape: [1, 1, 2], data: Float32Array.of(0.4, 0.6) });
  expect(one).toMatchObject({ heads: 1, tokens: 1, source: 2 });
});

test('cuts out one head, one row', () => {
  const map = headMap(attention, 1);
  expect([map.rows, map.columns]).toEqual([2, 3]);
  expect(Array.from(rowOf(map, 1))).toEqual([1, 0, 0]);
});

test('the mean of heads keeps rows that sum to one', () => {
  const mean = meanMap(attention);
  expect(rowOf(mean, 0)[1]).toBeCloseTo(0.525);
  for (let row = 0; row < 2; row++) {
    expect(rowOf(mean, row).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1);
  }
});

test('takes the example in front of a larger batch', () => {
  const two = toAttentionTensor({ shape: [2, 1, 1, 2], data: Float32Array.of(0.3, 0.7, 1, 0) })!;
  expect(headMap(two, 0).values[0]).toBeCloseTo(0.3);
  expect(meanMap(two).values).toHaveLength(2);
});

test('the largest ignores what is no number', () => {
  expect(largest(Float32Array.of(Number.NaN, 0.25, Number.POSITIVE_INFINITY))).toBe(0.25);
  expect(largest(new Float32Array(0))).toBe(0);
});

test('the strongest come first, equals in order', () => {
  expect(strongest(Float32Array.of(0.25, 0.5, 0.25), 2)).toEqual([
    { column: 1, value: 0.5 },
    { column: 0, value: 0.25 },
  ]);
});

test('shrinking keeps a lone strong link', () => {
  const values = new Float32Array(100 * 100);
  values[57 * 100 + 13] = 0.9;
  const small = shrink({ rows: 100, columns: 100, values }, 20);
  expect([small.rows, small.columns]).toEqual([20, 20]);
  expect(small.values[11 * 20 + 2]).toBeCloseTo(0.9);
  expect(largest(small.values)).toBeCloseTo(0.9);
  const map = headMap(attention, 0);
  expect(shrink(map, 20)).toBe(map);
});
