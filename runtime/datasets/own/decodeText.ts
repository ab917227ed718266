/** Bytes of a text as its characters: UTF-8, or UTF-16 where a mark or its zeros tell. */

/** Of a file's first bytes: the name of its encoding for a TextDecoder; null where it is no text. */
export function encodingOf(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  let even = 0;
  let odd = 0;
  for (let at = 0; at < start.length; at++) {
    if (start[at] === 0) at % 2 === 0 ? even++ : odd++;
  }
  if (even + odd === 0) return 'utf-8';
  // Letters of Europe in UTF-16 have a zero each.
  const half = start.length / 2;
  if (odd > 0.7 * half && even === 0) return 'utf-16le';
  if (even > 0.7 * half && odd === 0) return 'utf-16be';
  return null;
}

/** Pieces of a text as they are read, at most `most` bytes; null at once where it is no text. */
export async function* decodeText(file: Blob, most: number): AsyncGenerator<string> {
  const start = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const encoding = encodingOf(start);
  if (encoding === null) return;
  const decoder = new TextDecoder(encoding);
  const end = Math.min(file.size, most);
  const step = 1 << 20;
  for (let at = 0; at < end; at += step) {
    const bytes = await file.slice(at, Math.min(end, at + step)).arrayBuffer();
    const text = decoder.decode(bytes, { stream: true });
    if (text) yield text;
  }
  // Half a character at a cut is no character.
  const rest = end === file.size ? decoder.decode() : '';
  if (rest) yield rest;
}
