/** Which blocks of a document share their weights, under which names. */
import { type GraphDocument, type GraphNode, isId, newId } from '../../runtime/index';

const nodesOf = (document: GraphDocument): readonly GraphNode[] =>
  [document, ...Object.values(document.definitions)].flatMap(({ nodes }) => Object.values(nodes));

/** Names under which weights are shared anywhere in the document, each once. */
export function sharedNames(document: GraphDocument): readonly string[] {
  return [...new Set(nodesOf(document).flatMap(({ tie }) => tie ?? []))].sort();
}

/** How many other blocks share the weights of `node`. */
export function sharers(document: GraphDocument, node: GraphNode): number {
  if (node.tie === undefined) return 0;
  return nodesOf(document).filter((other) => other !== node && other.tie === node.tie).length;
}

/** A name that no block uses yet. */
export function freeName(document: GraphDocument): string {
  return newId(sharedNames(document), 'shared');
}

/** What was typed as a name of weights: letters, digits, `_` and `-`; null where it is none. */
export function readName(text: string): string | null {
  const name = text.trim().replace(/\s+/g, '-');
  return name === '' || isId(name) ? name : null;
}
