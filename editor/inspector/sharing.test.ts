/** Names of shared weights: found in every level, free ones, typed ones. */
import { expect, test } from 'vitest';
import { emptyDocument, type GraphDocument, type GraphNode } from '../../runtime/index';
import { freeName, readName, sharedNames, sharers } from './sharing';

const node = (id: string, tie?: string): GraphNode => ({
  id,
  block: 'linear',
  params: {},
  position: { x: 0, y: 0 },
  ...(tie !== undefined && { tie }),
});
const nodes = (...list: readonly GraphNode[]) =>
  Object.fromEntries(list.map((each) => [each.id, each]));
const inside = { title: 'Mine', inputs: {}, outputs: {}, params: [], edges: [] };
const document: GraphDocument = {
  ...emptyDocument(),
  nodes: nodes(node('a', 'table'), node('b'), node('c', 'table')),
  definitions: { mine: { ...inside, nodes: nodes(node('d', 'shared1'), node('e', 'table')) } },
};

test('finds the names of every level', () => {
  expect(sharedNames(document)).toEqual(['shared1', 'table']);
  expect(freeName(document)).toBe('shared2');
  expect(freeName(emptyDocument())).toBe('shared1');
});

test('counts the other blocks under a name', () => {
  expect(sharers(document, document.nodes.a)).toBe(2);
  expect(sharers(document, document.nodes.b)).toBe(0);
  expect(sharers(document, document.definitions.mine.nodes.d)).toBe(0);
});

test.each([
  [' token table ', 'token-table'],
  ['', ''],
  ['  ', ''],
  ['e1', 'e1'],
  ['1e', null],
  ['a.b', null],
  ['constructor', null],
])('reads %j as %j', (text, name) => {
  expect(readName(text)).toBe(name);
});
