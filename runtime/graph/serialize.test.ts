import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDocument, type GraphDocument, type GraphFragment } from './document';
import { edgeKey } from './ids';
import { parseDocument } from './parse';
import { serializeDocument } from './serialize';
import { documentArbitrary } from './testing/arbitraries';

/** The order of wires has no meaning. */
function inOrder(document: GraphDocument): GraphDocument {
  const { variants, ...whole } = document;
  return { ...sorted(whole), ...(variants && { variants: variants.map(sorted) }) };
}

function sorted<G extends GraphFragment & Pick<GraphDocument, 'definitions'>>(graph: G): G {
  const inside = <F extends GraphFragment>(fragment: F): F => ({
    ...fragment,
    edges: [...fragment.edges].sort((a, b) => (edgeKey(a) < edgeKey(b) ? -1 : 1)),
  });
  const definitions = Object.entries(graph.definitions).map(([id, one]) => [id, inside(one)]);
  return { ...inside(graph), definitions: Object.fromEntries(definitions) };
}

describe('serializeDocument', () => {
  it('writes sorted keys, pairs for wires and positions, and nothing that is absent', () => {
    const document: GraphDocument = {
      ...emptyDocument('Two'),
      hyperparameters: [{ name: 'd_model', value: 512 }],
      nodes: {
        n2: { id: 'n2', block: 'linear', params: { units: '4*d_model' }, position: { x: 3, y: 4 } },
        n1: { id: 'n1', block: 'tokens-input', params: {}, position: { x: 1, y: -2 } },
      },
      edges: [{ source: 'n1', sourcePort: 'y', target: 'n2', targetPort: 'x' }],
    };
    expect(serializeDocument(document)).toBe(
      '{"definitions":{},"edges":[["n1.y","n2.x"]],"format":"patchbay",' +
        '"hyperparameters":[{"name":"d_model","value":512}],' +
        '"nodes":{"n1":{"block":"tokens-input","position":[1,-2]},' +
        '"n2":{"block":"linear","params":{"units":"4*d_model"},"position":[3,4]}},' +
        '"title":"Two","version":2}',
    );
  });

  it('gives equal bytes whatever the order of nodes and wires', () => {
    fc.assert(
      fc.property(documentArbitrary, (document) => {
        const turned: GraphDocument = {
          ...document,
          nodes: Object.fromEntries(Object.entries(document.nodes).reverse()),
          edges: [...document.edges].reverse(),
        };
        expect(serializeDocument(turned)).toBe(serializeDocument(document));
      }),
    );
  });

  it('is read back whole, without a complaint, to the same bytes', () => {
    fc.assert(
      fc.property(documentArbitrary, (document) => {
        const text = serializeDocument(document);
        const { document: read, diagnostics } = parseDocument(text);
        expect(diagnostics).toEqual([]);
        expect(read && serializeDocument(read)).toBe(text);
        expect(read && inOrder(read)).toEqual(inOrder(document));
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});
