/** A data pack that is one file of pictures, with its licence. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksumOf, packPictures } from './pictures.mjs';

/** @typedef {import('./pictureSources.mjs').Source} Source */

/** As runtime/datasets/pictures/loadPack.ts asks for it. */
const FILE = 'pictures.bin';

/**
 * @param {() => Source} read
 * @param {string} checksum of the file, see `checksumOf`
 * @param {string} licence text
 */
export function picturePack(read, checksum, licence) {
  return {
    /** @param {string} folder */
    isComplete(folder) {
      const path = join(folder, FILE);
      if (!existsSync(path) || !existsSync(join(folder, 'LICENSE'))) return false;
      try {
        return checksumOf(readFileSync(path)) === checksum;
      } catch {
        return false;
      }
    },
    /** @returns {ReadonlyMap<string, string | Uint8Array>} */
    make() {
      const { kind, train, test } = read();
      const file = packPictures(kind, train, test);
      const found = checksumOf(file);
      if (found !== checksum) throw new Error(`the source has changed: its checksum is ${found}`);
      /** @type {Map<string, string | Uint8Array>} */
      const files = new Map();
      return files.set(FILE, file).set('LICENSE', licence);
    },
  };
}
