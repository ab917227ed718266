/** JSON.parse keeps the last of two equal keys without a word; in a file of weights that is damage. */

/** The first key that the outermost object of valid JSON has twice, or null. */
export function duplicateKey(json: string): string | null {
  const seen = new Set<string>();
  const colon = /\s*:/y;
  let depth = 0;
  let at = 0;
  while (at < json.length) {
    const char = json[at];
    if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    else if (char === '"') {
      const end = endOfString(json, at);
      colon.lastIndex = end;
      if (depth === 1 && colon.test(json)) {
        const key = JSON.parse(json.slice(at, end)) as string;
        if (seen.has(key)) return key;
        seen.add(key);
      }
      at = end;
      continue;
    }
    at++;
  }
  return null;
}

/** Behind the closing quote of the string that begins at `at`. */
function endOfString(json: string, at: number): number {
  let end = at + 1;
  while (json[end] !== '"') end += json[end] === '\\' ? 2 : 1;
  return end + 1;
}
