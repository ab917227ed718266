/** Hashes that tell whether texts and graphs are the same; not for secrets. */
import type { GraphDocument, GraphFragment, GraphNode } from '../../runtime/index';
import { serializeDocument } from '../../runtime/index';

/** cyrb53 (bryc, public domain): 53 bits of a text, in hexadecimal. */
export function textHash(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(16).padStart(14, '0');
}

/** Hash of what a document computes: places, labels and titles do not count. */
export function graphHash(document: GraphDocument): string {
  const { format, version, hyperparameters, definitions } = document;
  const bare: GraphDocument = {
    format,
    version,
    title: '',
    hyperparameters: hyperparameters.map(({ name, value }) => ({ name, value })),
    ...bareGraph(document),
    definitions: Object.fromEntries(
      Object.entries(definitions).map(([id, definition]) => [
        id,
        { ...definition, title: '', ...bareGraph(definition) },
      ]),
    ),
  };
  return textHash(serializeDocument(bare));
}

function bareGraph({ nodes, edges }: GraphFragment): GraphFragment {
  const bareNode = ({ label: _label, ...node }: GraphNode) => ({
    ...node,
    position: { x: 0, y: 0 },
  });
  const entries = Object.entries(nodes).map(([id, node]) => [id, bareNode(node)]);
  return { nodes: Object.fromEntries(entries), edges };
}
