/** Counter-based random bits: `lowbias32` (Chris Wellons, hash-prospector) of a stream and an index. */

/** Mixes 32 bits so that each output bit depends on each input bit. */
export function mix32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}

/** FNV-1a over the UTF-16 units. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}

/** `size` elements: 0 where the upper 24 bits of the hash are below `threshold`, else `kept`. */
export function hashMask(
  size: number,
  stream: number,
  threshold: number,
  kept: number,
): Float32Array {
  const mask = new Float32Array(size);
  for (let index = 0; index < size; index++) {
    if (mix32(mix32(index) ^ stream) >>> 8 >= threshold) mask[index] = kept;
  }
  return mask;
}
