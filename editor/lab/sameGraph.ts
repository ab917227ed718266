/** Tells an edit that changes what is computed from one that only moves or renames. */
import type { GraphDocument } from '../../runtime/index';
import { graphHash } from '../persistence/hash';

const hashes = new WeakMap<GraphDocument, string>();

function hashOf(document: GraphDocument): string {
  const hash = hashes.get(document) ?? graphHash(document);
  hashes.set(document, hash);
  return hash;
}

/** True when both compute the same; places, titles and training settings do not count. */
export function sameGraph(a: GraphDocument, b: GraphDocument): boolean {
  return a === b || hashOf(a) === hashOf(b);
}
