import { afterEach, expect, it, vi } from 'vitest';
import { MissingPackError } from './packs';
import { fetchData } from './reader';

const packs = new URL('http://site.test/patchbay/packs/');
const file = new URL('http://site.test/patchbay/assets/digits-abc.bin');
const bytes = new Uint8Array([1, 2, 3, 4, 5]);

/** The browser's store, as one map. */
function keepIn(kept: Map<string, Response>) {
  const cache = {
    match: async (url: URL) => kept.get(url.href)?.clone(),
    put: async (url: URL, response: Response) => void kept.set(url.href, response),
  };
  vi.stubGlobal('caches', { open: async () => cache });
}

afterEach(() => vi.unstubAllGlobals());

it.each([
  ['a file of the site', (options = {}) => fetchData(packs).file(file, options)],
  ['a file of a pack', (options = {}) => fetchData(packs).pack('mnist', 'pictures.bin', options)],
])('%s is fetched once, tells how much has come, and is kept', async (_, read) => {
  keepIn(new Map());
  const fetched = vi.fn(async () => new Response(bytes, { headers: { 'Content-Length': '5' } }));
  vi.stubGlobal('fetch', fetched);
  const onProgress = vi.fn();
  expect(await read({ onProgress })).toEqual(bytes);
  expect(onProgress).toHaveBeenLastCalledWith(5, 5);
  expect(await read()).toEqual(bytes);
  expect(fetched).toHaveBeenCalledTimes(1);
});

it('tells a pack that is not there from a file that cannot be had', async () => {
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
  const reader = fetchData(packs);
  await expect(reader.pack('mnist', 'pictures.bin', {})).rejects.toBeInstanceOf(MissingPackError);
  await expect(reader.file(file, {})).rejects.not.toBeInstanceOf(MissingPackError);
});

it('ends where it is given up', async () => {
  vi.stubGlobal('fetch', async (_: URL, { signal }: RequestInit) => {
    signal?.throwIfAborted();
    return new Response(bytes);
  });
  const signal = AbortSignal.abort(new Error('stopped'));
  await expect(fetchData(packs).file(file, { signal })).rejects.toThrow('stopped');
});
