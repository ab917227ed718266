import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchPackFile, fetchPacks, MissingPackError, packProblem } from './packs';

const base = new URL('http://site.test/patchbay/packs/');

function answerWith(...responses: readonly Response[]) {
  const left = [...responses];
  const fetched = vi.fn(async (_url: URL | string) => left.shift() ?? Response.error());
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

/** The browser's store, as one map. */
function keepIn(kept: Map<string, Response>) {
  const cache = {
    match: async (url: URL) => kept.get(url.href)?.clone(),
    put: async (url: URL, response: Response) => void kept.set(url.href, response),
  };
  vi.stubGlobal('caches', { open: async () => cache, delete: async () => true });
}

afterEach(() => vi.unstubAllGlobals());

describe('a file of a data pack', () => {
  it('is fetched from the site once, and tells how much has come', async () => {
    keepIn(new Map());
    const body = new Uint8Array([1, 2, 3, 4]);
    const fetched = answerWith(new Response(body, { headers: { 'Content-Length': '4' } }));
    const onProgress = vi.fn();
    for (let time = 0; time < 2; time++) {
      const blob = await fetchPackFile(base, 'use-lite', 'weights.safetensors', { onProgress });
      expect(new Uint8Array(await blob.arrayBuffer())).toEqual(body);
    }
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(String(fetched.mock.calls[0][0])).toBe(
      'http://site.test/patchbay/packs/use-lite/weights.safetensors',
    );
    expect(onProgress).toHaveBeenLastCalledWith(4, 4);
  });

  it.each([
    ['the site has none', new Response('Not found', { status: 404 })],
    [
      'the host answers with its start page',
      new Response('<html>', { headers: { 'Content-Type': 'text/html; charset=utf-8' } }),
    ],
  ])('is missing where %s', async (_, response) => {
    answerWith(response);
    const error = await fetchPacks(base)('use-lite', 'vocabulary.json').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(MissingPackError);
    expect(packProblem(error).hint).toContain('npm run data -- use-lite');
  });

  it('that broke off is neither used nor kept', async () => {
    const kept = new Map<string, Response>();
    keepIn(kept);
    const answers = [
      new Response('abc', { headers: { 'Content-Length': '5' } }),
      new Response('', { status: 503 }),
    ];
    answerWith(...answers);
    for (const _ of answers) {
      const error = await fetchPackFile(base, 'use-lite', 'x').catch((e: unknown) => e);
      expect(error).toBeInstanceOf(Error);
      expect(packProblem(error).message).toBe('The data pack of this graph could not be fetched.');
    }
    expect(kept.size).toBe(0);
  });

  it('comes where the browser has no store, and where that has no room', async () => {
    answerWith(new Response('a'), new Response('b'));
    expect(await fetchPacks(base)('use-lite', 'x')).toBe('a');
    vi.stubGlobal('caches', {
      open: async () => ({
        match: async () => undefined,
        put: () => Promise.reject(new Error('full')),
      }),
    });
    expect(await fetchPacks(base)('use-lite', 'x')).toBe('b');
  });
});
