/** A number for some content, to find what is equal: 53 bits of multiply-xor (cyrb53, public domain). */

/** Not cryptographic. `seed` goes on from another hash. */
export function hashBytes(bytes: ArrayLike<number>, seed = 0): number {
  let h1 = 0xdeadbeef ^ seed;
  let h2 = 0x41c6ce57 ^ seed;
  for (let index = 0; index < bytes.length; index++) {
    h1 = Math.imul(h1 ^ bytes[index], 2654435761);
    h2 = Math.imul(h2 ^ bytes[index], 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return 4294967296 * (2097151 & h2) + (h1 >>> 0);
}

export function hashText(text: string, seed = 0): number {
  const units = new Uint16Array(text.length);
  for (let index = 0; index < text.length; index++) units[index] = text.charCodeAt(index);
  return hashBytes(units, seed);
}
