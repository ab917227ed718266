import { describe, expect, it } from 'vitest';
import { type CompositeDefinition, emptyDocument, type GraphDocument } from '../../runtime/index';
import { copyNodes, duplicate, fromClipboard, pasteNodes, toClipboard } from './clipboard';

const definition = (units: number, block = 'linear'): CompositeDefinition => ({
  title: 'Layer',
  inputs: { x: { axes: '...' } },
  outputs: { y: { axes: '...' } },
  params: [],
  nodes: { a: { id: 'a', block, params: { units }, position: { x: 0, y: 0 } } },
  edges: [],
});

const document: GraphDocument = {
  ...emptyDocument(),
  nodes: {
    n1: { id: 'n1', block: 'tokens-input', params: {}, position: { x: 0, y: 0 } },
    n2: { id: 'n2', block: 'outer', params: { w: 1 }, position: { x: 100, y: 50 }, label: 'L' },
    n3: { id: 'n3', block: 'linear', params: {}, position: { x: 300, y: 20 } },
  },
  edges: [
    { source: 'n1', sourcePort: 'y', target: 'n2', targetPort: 'x' },
    { source: 'n2', sourcePort: 'y', target: 'n3', targetPort: 'x' },
  ],
  definitions: { outer: definition(1, 'inner'), inner: definition(2), unused: definition(3) },
};

const shown = (after: GraphDocument) =>
  after.edges.map((edge) => `${edge.source}.${edge.sourcePort}>${edge.target}.${edge.targetPort}`);

describe('copy and paste', () => {
  it('takes the wires among the nodes, and the definitions they need', () => {
    const fragment = copyNodes(document, [], ['n2', 'n3', 'gone']);
    expect(Object.keys(fragment.nodes)).toEqual(['n2', 'n3']);
    expect(fragment.edges).toEqual([document.edges[1]]);
    expect(Object.keys(fragment.definitions).sort()).toEqual(['inner', 'outer']);
  });

  it('goes through the text of the clipboard into another document', () => {
    const text = toClipboard(copyNodes(document, [], ['n2', 'n3']));
    expect(JSON.parse(text).patchbay).toBe('nodes');
    const read = fromClipboard(text);
    expect(read?.diagnostics).toEqual([]);
    const after = pasteNodes([], read?.fragment ?? raise(), { x: 10, y: 10 }).apply(
      emptyDocument(),
    );
    expect(after.nodes).toEqual({
      n1: { ...document.nodes.n2, id: 'n1', position: { x: 10, y: 40 } },
      n2: { ...document.nodes.n3, id: 'n2', position: { x: 210, y: 10 } },
    });
    expect(shown(after)).toEqual(['n1.y>n2.x']);
    expect(Object.keys(after.definitions).sort()).toEqual(['inner', 'outer']);
  });

  it('leaves other text alone, and repairs what is damaged', () => {
    expect(fromClipboard('hello')).toBeNull();
    expect(fromClipboard('{"format":"patchbay"}')).toBeNull();
    expect(fromClipboard('{"patchbay":"nodes"')?.fragment).toBeNull();
    const damaged = fromClipboard(
      '{"patchbay":"nodes","format":"patchbay","version":2,"nodes":{"n1":{"block":"linear","position":[0,0]},"n2":7},"edges":[["n1.y","n2.x"]]}',
    );
    expect(Object.keys(damaged?.fragment?.nodes ?? {})).toEqual(['n1']);
    expect(damaged?.diagnostics.map((found) => found.message)).toEqual([
      '1 block dropped: n2.',
      '1 wire dropped: n1.y to n2.x (no n2).',
    ]);
  });

  it('shares an equal definition and renames a different one', () => {
    const fragment = copyNodes(document, [], ['n2']);
    const same = pasteNodes([], fragment).apply(document);
    expect(same.definitions).toBe(document.definitions);
    expect(same.nodes.n4.block).toBe('outer');

    const other = { ...document, definitions: { ...document.definitions, inner: definition(9) } };
    const after = pasteNodes([], fragment).apply(other);
    expect(after.definitions.inner).toBe(other.definitions.inner);
    expect(after.definitions['inner-1']).toEqual(definition(2));
    // The outer one of the document uses its own inner one: the copy must not.
    const block = after.nodes.n4.block;
    expect(after.definitions[block].nodes.a.block).toBe('inner-1');
    expect(after.definitions.outer.nodes.a.block).toBe('inner');
  });

  it('does nothing without nodes or without a place', () => {
    const fragment = copyNodes(document, [], ['n3']);
    expect(pasteNodes([], copyNodes(document, [], [])).apply(document)).toBe(document);
    expect(pasteNodes(['gone'], fragment).apply(document)).toBe(document);
  });
});

describe('duplicate', () => {
  it('keeps what feeds the nodes from outside', () => {
    const after = duplicate([], ['n2', 'n3']).apply(document);
    expect(after.nodes.n4).toEqual({ ...document.nodes.n2, id: 'n4', position: { x: 132, y: 82 } });
    expect(shown(after)).toEqual(['n1.y>n2.x', 'n2.y>n3.x', 'n4.y>n5.x', 'n1.y>n4.x']);
    expect(duplicate([], ['gone']).apply(document)).toBe(document);
  });
});

function raise(): never {
  throw new Error('nothing was read');
}
