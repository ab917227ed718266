/** What a variant of a document changes in its base; worked out once for the two graphs. */
import { BASE, type GraphDocument, variantDocument } from '../../runtime/index';
import { formatPlural } from '../ui/format';
import { diffGraphs, type GraphDiff } from './diffGraphs';

const known = new WeakMap<GraphDocument, { base: GraphDocument; diff: GraphDiff }>();

/** Null for the base, and for a variant that is not there. */
export function diffOf(whole: GraphDocument, id: string): GraphDiff | null {
  const base = variantDocument(whole, BASE);
  const variant = variantDocument(whole, id);
  if (!base || !variant || id === BASE) return null;
  const found = known.get(variant);
  if (found?.base === base) return found.diff;
  const diff = diffGraphs(base, variant);
  known.set(variant, { base, diff });
  return diff;
}

/** Changes, each in words, one after another; also where there are none. */
export function changesText(words: readonly string[], separator = ' · '): string {
  return words.join(separator) || 'No changes yet';
}

/** "2 changes", "no changes". */
export function countText({ words }: GraphDiff): string {
  return words.length === 0 ? 'no changes' : formatPlural(words.length, 'change');
}
