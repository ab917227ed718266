/** Reads fields of a document that a hostile or damaged file may have filled with anything. */

/** Text of at most `limit` characters; empty for anything that is not text. */
export function safeText(value: unknown, limit = 120): string {
  return typeof value === 'string' ? value.slice(0, limit) : '';
}

/** A finite number within what a canvas can draw; 0 for anything else. */
function safeNumber(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 0;
  return Math.max(-1e6, Math.min(1e6, value));
}

/** A position with finite coordinates. */
export function safePosition(value: unknown): { x: number; y: number } {
  const position = (typeof value === 'object' && value !== null ? value : {}) as {
    x?: unknown;
    y?: unknown;
  };
  return { x: safeNumber(position.x), y: safeNumber(position.y) };
}

/** Own entries of a record; none for anything else, and never `__proto__`. */
export function safeEntries<T>(record: Readonly<Record<string, T>> | undefined): [string, T][] {
  if (typeof record !== 'object' || record === null) return [];
  return Object.entries(record).filter(([key]) => key !== '__proto__');
}
