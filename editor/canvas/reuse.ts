/** Keeps objects that did not change, so that only what changed is drawn again. */

/** The items of `next`, each replaced by its equal from `before` where there is one. */
export function reuse<T extends { readonly id: string }>(before: readonly T[], next: T[]): T[] {
  const known = new Map(before.map((item) => [item.id, item]));
  let same = before.length === next.length;
  const kept = next.map((item, index) => {
    const old = known.get(item.id);
    const chosen = old && sameValue(old, item) ? old : item;
    if (chosen !== before[index]) same = false;
    return chosen;
  });
  return same ? (before as T[]) : kept;
}

/** Structural equality of plain data. */
function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(b, key) &&
      sameValue((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}
