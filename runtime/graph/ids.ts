/** Short, stable ids: they are segments of origin paths and decide how long a shared link is. */

/** An id as a node or a definition may carry it. */
export const ID_PATTERN = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;

/**
 * True for an id that can be a key of a plain object: the pattern holds, and a lookup of it in an
 * empty object finds nothing (`constructor` would).
 */
export function isId(text: string): boolean {
  return ID_PATTERN.test(text) && !(text in Object.prototype);
}

/** The smallest free id of the form `n1`, `n2`, ... */
export function newId(taken: Iterable<string>, prefix = 'n'): string {
  const used = new Set(taken);
  let number = 1;
  while (used.has(`${prefix}${number}`)) number++;
  return `${prefix}${number}`;
}

/** What feeds an input port; unique in a graph, since a port takes one wire: `n2.x`. */
export function edgeKey(edge: { readonly target: string; readonly targetPort: string }): string {
  return `${edge.target}.${edge.targetPort}`;
}
