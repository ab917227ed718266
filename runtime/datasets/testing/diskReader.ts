/** Files of data sets from the disk, for tests in Node. */
import { readFile } from 'node:fs/promises';
import { createDatasetLoader, type DataReader } from '../catalogue';

export const diskReader: DataReader = {
  file: async (url) => new Uint8Array(await readFile(url)),
  pack: (pack, file) =>
    diskReader.file(new URL(`../../../public/packs/${pack}/${file}`, import.meta.url), {}),
};

/** Every data set that ships with the site. */
export const loadFromDisk = createDatasetLoader({
  reader: diskReader,
  yieldToEvents: async () => {},
});
