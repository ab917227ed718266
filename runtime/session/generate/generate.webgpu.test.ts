/** Texts on a WebGPU device: those of WebAssembly, with the cache. */
import { afterAll, expect, it } from 'vitest';
import type { BackendName, Decoding, GenerateEvent, GenerateRequest } from '../../protocol';
import { dawnEnvironment } from '../testing/dawn';
import { continuer } from '../testing/documents';
import { startSession } from '../testing/startSession';
import { GREEDY } from './checkDecoding';

const environment = dawnEnvironment();
const opened: { dispose(): Promise<void> }[] = [];
afterAll(() => Promise.all(opened.map((session) => session.dispose())));

type Case = Pick<GenerateRequest, 'document' | 'inputs'> & { readonly decoding: Partial<Decoding> };

const prompt = { written: { kind: 'text', text: '27' } } as const;
const cases: readonly Case[] = [
  { document: continuer, inputs: prompt, decoding: {} },
  // Beyond its eight places.
  { document: continuer, inputs: {}, decoding: { method: 'sample', seed: 5, maxTokens: 12 } },
  { document: continuer, inputs: {}, decoding: { method: 'beam', beams: 2, maxTokens: 4 } },
];

/** The events of each case. */
async function writeAll(name: BackendName): Promise<GenerateEvent[][]> {
  const session = await startSession(name, undefined, environment);
  opened.push(session);
  const texts: GenerateEvent[][] = [];
  for (const { document, inputs, decoding } of cases) {
    const events: GenerateEvent[] = [];
    const request = {
      document,
      inputs,
      taps: ['look.weights'],
      decoding: { ...GREEDY, maxTokens: 6, ...decoding },
    };
    const result = await session.generate(request, (some) => events.push(...some));
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    expect(result.value).toMatchObject({ backend: name, cached: true });
    texts.push(events);
  }
  return texts;
}

/** Numbers within rounding, all else equal. */
function near(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isInteger(value)) return expect.closeTo(value, 3);
  if (value instanceof Float32Array) return Array.from(value, (one) => expect.closeTo(one, 3));
  if (Array.isArray(value)) return value.map(near);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, near(one)]));
}

/** Typed arrays as plain ones. */
const plain = (events: readonly GenerateEvent[][]) =>
  JSON.parse(JSON.stringify(events, (_, v) => (v instanceof Float32Array ? Array.from(v) : v)));

it('are written token by token, with where each looks', async () => {
  const found = await writeAll('webgpu');
  const wanted = await writeAll('wasm');
  // The prompt, its continuation, and a step at least.
  for (const events of wanted) expect(events.length).toBeGreaterThan(2);
  expect(plain(found)).toEqual(near(wanted));
});
