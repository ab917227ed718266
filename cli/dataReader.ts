/** Files of data sets from the disk: of this folder, and of the data packs that were fetched into it. */
import { readFile } from 'node:fs/promises';
import type { DataReader } from '../runtime/datasets/catalogue';
import { MissingPackError } from '../runtime/datasets/packs';

const packs = new URL('../public/packs/', import.meta.url);

export const dataReader: DataReader = {
  file: async (url) => new Uint8Array(await readFile(url)),
  async pack(pack, file) {
    try {
      return new Uint8Array(await readFile(new URL(`${pack}/${file}`, packs)));
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      throw missing ? new MissingPackError(pack) : error;
    }
  },
};
