/**
 * Data packs: files of published models that lie beside the site and are not part of it. A pack
 * never changes: another version has another name. So the browser keeps what was fetched once.
 */
import type { Diagnostic } from '../graph/diagnostics';

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
  return async (pack, file) => (await fetchPackFile(base, pack, file)).text();
}

export interface FetchOptions {
  readonly signal?: AbortSignal;
  /** Bytes that have come, of how many where that is known. */
  readonly onProgress?: (done: number, total: number | null) => void;
}

const CACHE = 'patchbay-packs';

/** A file of a pack, from the browser's own store where it is there. Rejects as a PackReader does. */
export async function fetchPackFile(
  base: URL,
  pack: string,
  file: string,
  options: FetchOptions = {},
): Promise<Blob> {
  try {
    return await fetchFile(new URL(`${pack}/${file}`, base), options);
  } catch (error) {
    throw error instanceof MissingFileError ? new MissingPackError(pack) : error;
  }
}

/** The site has no such file. */
class MissingFileError extends Error {
  override name = 'MissingFileError';
}

/** A file that never changes, from the browser's own store where it is there. */
export async function fetchFile(
  url: URL,
  { signal, onProgress }: FetchOptions = {},
): Promise<Blob> {
  const cache = await openCache();
  const kept = await cache?.match(url).catch(() => undefined);
  if (kept) return kept.blob();
  const response = await fetch(url, { signal });
  // Some hosts answer with their start page what they do not have.
  const page = response.headers.get('Content-Type')?.startsWith('text/html');
  if (response.status === 404 || page) throw new MissingFileError(url.pathname);
  if (!response.ok) throw new Error(`${url.pathname}: status ${response.status}`);
  const blob = await readBody(response, onProgress);
  // Without room for it, it is fetched again next time.
  await cache?.put(url, new Response(blob)).catch(() => {});
  return blob;
}

/** Drops what the browser keeps: it was found damaged. */
export async function forgetPacks(): Promise<void> {
  await globalThis.caches?.delete(CACHE).catch(() => false);
}

/** What to tell where a pack could not be had. */
export function packProblem(error: unknown): Omit<Diagnostic, 'at'> {
  if (error instanceof MissingPackError) {
    return {
      code: 'run/pack',
      severity: 'error',
      message: 'This graph needs a data pack, which this site does not have.',
      hint: `Whoever runs the site adds it with: npm run data -- ${error.pack}. Your graph is unchanged.`,
    };
  }
  return {
    code: 'run/pack',
    severity: 'error',
    message: 'The data pack of this graph could not be fetched.',
    hint: 'Check the connection and run again. Your graph is unchanged.',
  };
}

/** Null where the browser has no store: on a page without https, or in Node. */
async function openCache(): Promise<Cache | null> {
  try {
    return (await globalThis.caches?.open(CACHE)) ?? null;
  } catch {
    return null;
  }
}

async function readBody(response: Response, onProgress: FetchOptions['onProgress']): Promise<Blob> {
  const length = Number(response.headers.get('Content-Length'));
  // Packed on its way, it has another length than the header tells.
  const total = length > 0 && !response.headers.has('Content-Encoding') ? length : null;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    chunks.push(next.value);
    done += next.value.length;
    onProgress?.(done, total);
  }
  if (total !== null && done !== total) throw new Error(`${done} of ${total} bytes came`);
  return new Blob(chunks);
}
