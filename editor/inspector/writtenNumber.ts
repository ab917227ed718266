/** Text of a number field: a number when it reads as one, otherwise an expression. */

/** `8`, `0.1`, `1e-5` become numbers; `4*d_model` stays text; nothing means the default. */
export function readWritten(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) {
    const value = Number(trimmed);
    if (Number.isFinite(value)) return value;
  }
  return trimmed;
}

/** The next value for an arrow key; null when the text is an expression. */
export function stepWritten(
  text: string,
  by: 1 | -1,
  { min, max, whole }: { readonly min: number; readonly max: number; readonly whole: boolean },
): number | null {
  const value = readWritten(text);
  if (typeof value !== 'number') return null;
  // A step of a real number is one of its last written digit.
  const decimals = whole ? 0 : (/\.(\d+)/.exec(text)?.[1].length ?? 1);
  const next = Number((value + by * 10 ** -decimals).toFixed(decimals));
  return Math.min(max, Math.max(min, next));
}
