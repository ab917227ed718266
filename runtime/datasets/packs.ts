/** Data packs: files of published models that lie beside the site and are not part of it. */

/**
 * Text of a file of a data pack. Rejects with a MissingPackError where the site has no such pack,
 * and with any other error where it could not be fetched.
 */
export type PackReader = (pack: string, file: string) => Promise<string>;

export class MissingPackError extends Error {
  override name = 'MissingPackError';
  constructor(readonly pack: string) {
    super(`there is no data pack ${pack}`);
  }
}

/** For a session without data packs. */
export const noPacks: PackReader = (pack) => Promise.reject(new MissingPackError(pack));

/** Reads packs below an address of the site: `https://host/patchbay/packs/`. */
export function fetchPacks(base: URL): PackReader {
  return async (pack, file) => {
    const response = await fetch(new URL(`${pack}/${file}`, base));
    // Some hosts answer with their start page what they do not have.
    const page = response.headers.get('Content-Type')?.startsWith('text/html');
    if (response.status === 404 || page) throw new MissingPackError(pack);
    if (!response.ok) throw new Error(`${file} of ${pack}: status ${response.status}`);
    return response.text();
  };
}
