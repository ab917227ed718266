/** Files of data sets in the browser: fetched once from the site, then kept by the browser. */
import type { DataReader } from './catalogue';
import { fetchFile, fetchPackFile } from './packs';

/** `packs` is the address below which the site's data packs lie. */
export function fetchData(packs: URL): DataReader {
  return {
    file: async (url, options) => bytesOf(await fetchFile(url, options)),
    pack: async (pack, file, options) => bytesOf(await fetchPackFile(packs, pack, file, options)),
  };
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}
