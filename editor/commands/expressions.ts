/** Rewrites names in the text of an expression, and leaves all else as it was written. */

const NAME = /[A-Za-z][A-Za-z0-9_]*/g;

function replaceNames(text: string, name: string, replacement: string): string {
  return text.replace(NAME, (found, at: number) => {
    if (found !== name) return found;
    // `1e5` is a number, `min(` a function.
    const before = text[at - 1] ?? '';
    const after = text.slice(at + found.length).trimStart();
    return /[\d.]/.test(before) || after.startsWith('(') ? found : replacement;
  });
}

/** `4*d_model` with another name for `d_model`. */
export function renameName(text: string, from: string, to: string): string {
  return replaceNames(text, from, to);
}

/** `4*d_model` with the value in place of the name: `4*512`; a number when nothing else is there. */
export function inlineName(text: string, name: string, value: number | string): number | string {
  if (text.trim() === name) return value;
  const plain = typeof value === 'number' && value >= 0 && !String(value).includes('e');
  return replaceNames(text, name, plain ? String(value) : `(${value})`);
}
