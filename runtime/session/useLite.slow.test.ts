/** The published sentence encoder, wired of our blocks with its trained weights, gives its own output. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preset } from '../../presets/use-lite';
import { createSentencePiece, parseVocabulary } from '../datasets/sentencepiece';
import recorded from '../fixtures/use-lite/recorded.json';
import type { GraphDocument } from '../graph/document';
import type { RunResult, RuntimeApi } from '../protocol';
import { createSession } from './createSession';
import { testDatasets } from './testing/datasets';
import { nodeEnvironment, quietHeartbeat } from './testing/startSession';

const folder = join(import.meta.dirname, '../../public/packs/use-lite');

/** `npm run test:slow` fetches the pack first. */
function readPackFile(file: string): Buffer {
  const path = join(folder, file);
  if (!existsSync(path)) throw new Error(`${file} is missing: npm run data -- use-lite`);
  return readFileSync(path);
}

/** With room for so many tokens. */
function withTokens(tokens: number): GraphDocument {
  const { document } = preset;
  return {
    ...document,
    hyperparameters: document.hyperparameters.map((each) =>
      each.name === 'tokens' ? { ...each, value: tokens } : each,
    ),
  };
}

async function compare(
  session: RuntimeApi,
  [a, b]: readonly [string, string],
  tokens: number,
): Promise<RunResult> {
  const result = await session.run({
    document: withTokens(tokens),
    inputs: { 'sentence-a': { kind: 'text', text: a }, 'sentence-b': { kind: 'text', text: b } },
    taps: ['a', 'b'].flatMap((which) =>
      [1, 2].map((layer) => `encoder-${which}/layer-${layer}/attention.weights`),
    ),
  });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.value;
}

function valueAt({ outputs }: RunResult, path: string): Float32Array {
  const output = outputs.find((each) => each.path === path);
  if (output?.kind !== 'value') throw new Error(`no value at ${path}`);
  return output.value.data;
}

const farthest = (ours: Float32Array, theirs: readonly number[]) =>
  Math.max(...theirs.map((value, index) => Math.abs(value - ours[index])));

it('cuts texts into the ids of the published code, with the whole vocabulary', () => {
  const vocabulary = parseVocabulary(readPackFile('vocabulary.json').toString('utf8'));
  const tokenizer = createSentencePiece('use-lite', 'Pieces', vocabulary);
  for (const { text, ids } of recorded.ids) expect(tokenizer.encode(text, 8002), text).toEqual(ids);
});

describe.each(['cpu', 'wasm'] as const)('the published model on %s', (backend) => {
  let session: RuntimeApi;
  beforeAll(async () => {
    session = createSession({
      environment: nodeEnvironment,
      heartbeat: quietHeartbeat,
      loadDataset: testDatasets,
      readPack: async (_pack, file) => readPackFile(file).toString('utf8'),
    });
    const started = await session.start({ prefer: backend });
    expect(started).toMatchObject({ ok: true, value: { backend } });
    const weights = new Blob([new Uint8Array(readPackFile('weights.safetensors'))]);
    const loaded = await session.loadWeights(preset.document, weights);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
    expect(loaded.value.report).toMatchObject({ missing: [], unexpected: [] });
  });
  afterAll(() => session.dispose());

  const [cat, kitten, stocks, ...others] = recorded.sentences;

  it('tells that cat and kitten are alike, cat and stocks are not', async () => {
    const alike = await compare(session, [cat.text, kitten.text], 32);
    expect(valueAt(alike, 'output')[0]).toBeCloseTo(0.647, 3);
    expect(farthest(valueAt(alike, 'output-a'), cat.embedding)).toBeLessThan(1e-5);
    expect(farthest(valueAt(alike, 'output-b'), kitten.embedding)).toBeLessThan(1e-5);
    const unlike = await compare(session, [cat.text, stocks.text], 32);
    expect(valueAt(unlike, 'output')[0]).toBeCloseTo(0.056, 3);
    expect(farthest(valueAt(unlike, 'output-b'), stocks.embedding)).toBeLessThan(1e-5);
  });

  it('embeds one token, signs to be folded, and more than it can read', async () => {
    for (const { text, embedding } of others) {
      const result = await compare(session, [text, cat.text], 128);
      const distance = farthest(valueAt(result, 'output-a'), embedding);
      expect(distance, text.slice(0, 40)).toBeLessThan(1e-5);
      expect(farthest(valueAt(result, 'output-b'), cat.embedding)).toBeLessThan(1e-5);
    }
  });

  it('brings every attention map, which leaves padding out', async () => {
    const { taps } = await compare(session, [cat.text, kitten.text], 16);
    expect(Object.keys(taps)).toHaveLength(4);
    for (const [tap, { shape, data }] of Object.entries(taps)) {
      expect(shape).toEqual([1, 4, 16, 16]);
      const tokens = tap.startsWith('encoder-a') ? 9 : 10;
      for (let row = 0; row < 4 * 16; row++) {
        const weights = data.subarray(16 * row, 16 * (row + 1));
        const read = weights.subarray(0, tokens).reduce((sum, weight) => sum + weight, 0);
        expect(read).toBeCloseTo(1, 5);
        expect(weights.subarray(tokens).every((weight) => weight === 0)).toBe(true);
      }
    }
  });
});
