/** The sentence encoder as it is wired, with small numbers; with its trained weights: the slow tests. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preset } from '../../presets/use-lite';
import { wiggle } from '../blocks/testing/probes';
import { compile } from '../compiler/compile';
import { MissingPackError } from '../datasets/packs';
import { createSentencePiece, parseVocabulary } from '../datasets/sentencepiece';
import recorded from '../fixtures/use-lite/recorded.json';
import type { GraphDocument } from '../graph/document';
import { sizeOf } from '../graph/types';
import type { InputData, RunResult, RuntimeApi } from '../protocol';
import { createSession } from './createSession';
import { testDatasets } from './testing/datasets';
import { embed, type Weights } from './testing/sentenceEncoder';
import { nodeEnvironment, quietHeartbeat } from './testing/startSession';

const small: Readonly<Record<string, number>> = {
  tokens: 20,
  d_embedding: 8,
  d_model: 12,
  heads: 2,
  d_ff: 10,
};
const document: GraphDocument = {
  ...preset.document,
  hyperparameters: preset.document.hyperparameters.map((each) => ({
    ...each,
    value: small[each.name] ?? each.value,
  })),
};

/** Smooth values for every weight of the graph. */
function someWeights(): Weights {
  const compiled = compile(document, { purpose: 'predict', batch: 1 });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  const { leaves, types } = compiled.value.plan.program;
  const weights: Record<string, Weights[string]> = {};
  for (const leaf of leaves) {
    if (leaf.kind !== 'weight') continue;
    const { shape } = types[leaf.value];
    const data = wiggle(sizeOf(shape), 0.3 * Object.keys(weights).length);
    weights[leaf.name] = { shape, data: data.map((value) => 0.6 * value + 0.1) };
  }
  return weights;
}

const vocabulary = JSON.stringify(recorded.small.vocabulary);
const tokenizer = createSentencePiece('small', 'Pieces', parseVocabulary(vocabulary));
let packs: () => Promise<string> = () => Promise.reject(new MissingPackError('use-lite'));
let session: RuntimeApi;
beforeAll(() => {
  session = createSession({
    environment: nodeEnvironment,
    heartbeat: quietHeartbeat,
    loadDataset: testDatasets,
    readPack: () => packs(),
  });
});
afterAll(() => session.dispose());

const texts = (a: string, b: string): Record<string, InputData> => ({
  'sentence-a': { kind: 'text', text: a },
  'sentence-b': { kind: 'text', text: b },
});

/** The values that the graph gives out, by path. */
function valuesOf({ outputs }: RunResult): Readonly<Record<string, Float32Array>> {
  return Object.fromEntries(
    outputs.map((output) => [
      output.path,
      output.kind === 'value' ? output.value.data : new Float32Array(),
    ]),
  );
}

describe('without its data pack', () => {
  it('says kindly what is missing, at the input that needs it', async () => {
    const run = () => session.run({ document, inputs: texts('the cat', 'a dog'), taps: [] });
    expect(await run()).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: 'run/pack',
          message: 'This graph needs a data pack, which this site does not have.',
          hint: expect.stringContaining('npm run data -- use-lite'),
          at: { path: 'sentence-a' },
        },
      ],
    });
    packs = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await run()).toMatchObject({
      ok: false,
      diagnostics: [{ message: 'The data pack of this graph could not be fetched.' }],
    });
  });
});

describe('with a small vocabulary', () => {
  const weights = someWeights();
  beforeAll(async () => {
    packs = async () => vocabulary;
    await session.start({ prefer: 'wasm' });
    await session.restore({ step: 1, seed: 0, tensors: weights });
  });

  it.each([
    ['the cat sits on the mat', 'a dog'],
    ['it is', 'it is'],
  ])('gives the embeddings that the formulas give: %s, %s', async (a, b) => {
    const result = await session.run({ document, inputs: texts(a, b), taps: [] });
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const values = valuesOf(result.value);
    const expected = [a, b].map((text) => embed(tokenizer.encode(text, 8002), weights, 2));
    for (const [index, path] of ['output-a', 'output-b'].entries()) {
      expect(values[path]).toHaveLength(12);
      for (const [j, value] of expected[index].entries()) {
        expect(Math.abs(values[path][j] - value)).toBeLessThan(2e-6);
      }
    }
    const cosine = expected[0].reduce((total, value, j) => total + value * expected[1][j], 0);
    expect(Math.abs(values.output[0] - cosine)).toBeLessThan(2e-6);
    if (a === b) expect(values.output[0]).toBeCloseTo(1, 5);
    else expect(Math.abs(cosine)).toBeLessThan(0.99);
  });

  it('is told what it cannot read, and what does not fit', async () => {
    const inputs = texts(`${'the cat '.repeat(12)}`, '你好 the 🐱');
    const result = await session.run({ document, inputs, taps: [] });
    expect(result.ok).toBe(true);
    expect(result.diagnostics.map(({ message, at }) => [at.path, message])).toEqual([
      [
        'sentence-a',
        expect.stringMatching(/^The text is longer than the 20 tokens of this input; the last \d+/),
      ],
      ['sentence-b', expect.stringMatching(/^2 parts of the text.* count as padding\.$/)],
    ]);
  });

  it('refuses ids that the embedding has no row for', async () => {
    const few = {
      ...document,
      hyperparameters: document.hyperparameters.map((each) =>
        each.name === 'vocabulary' ? { ...each, value: 50, min: 2 } : each,
      ),
    };
    const result = await session.run({ document: few, inputs: texts('cats', 'a'), taps: [] });
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ at: { path: 'sentence-a' }, hint: 'Raise the vocabulary of this block.' }],
    });
  });
});
