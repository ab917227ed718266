/** Rows and columns of a map are called what a reader calls them. */
import { expect, test } from 'vitest';
import type { SeenInput } from '../../../runtime/index';
import type { AttentionSource } from './attentionSources';
import { tokenAxes } from './tokenNames';

const source: AttentionSource = {
  tap: 'a.weights',
  path: 'a',
  title: 'Attention',
  heads: 2,
  tokens: 3,
  source: 4,
  queryInput: 'target',
  sourceInput: 'source',
};
const tokens = (...texts: string[]): SeenInput => ({
  kind: 'tokens',
  ids: Int32Array.from(texts, (_, at) => at),
  texts,
});
const image: SeenInput = {
  kind: 'image',
  data: new Float32Array(28 * 28),
  height: 28,
  width: 28,
  channels: 1,
};

test('cross-attention: each side after its own text, equal tokens by their place', () => {
  const seen = { target: tokens('<start>', '3', '1'), source: tokens('1', '3', '1', '<end>') };
  const { queries, sources } = tokenAxes(source, seen);
  expect(queries.labels).toEqual(['<start>', '3', '1']);
  expect(sources.name(2)).toBe('1 (place 3)');
  expect(sources.name(1)).toBe('3');
});

test('patches of the picture, the class token in front', () => {
  const { sources } = tokenAxes({ ...source, tokens: 17, source: 17 }, { image });
  expect(sources.grid).toEqual({ rows: 4, columns: 4, leading: 1 });
  expect([sources.name(0), sources.name(6)]).toEqual(['class token', 'row 2, column 2']);
});

test('what fits no input is counted', () => {
  const { queries } = tokenAxes(source, { source: tokens('a', 'b', 'c', 'd') });
  expect(queries.labels).toBeNull();
  expect(queries.name(1)).toBe('token 2');
  expect(tokenAxes({ ...source, tokens: 7 }, { image }).queries.grid).toBeNull();
});
