/** Graphs that read and write texts: tokenizers that are learned from data, and a task that is continued. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../compiler/analyze';
import { needsOf } from '../compiler/inputNeeds';
import { loadFromDisk } from '../datasets/testing/diskReader';
import { languageFields } from '../datasets/text/fields';
import { languageDataset } from '../datasets/text/languageDataset';
import { visiblePiece } from '../datasets/tokenizer';
import type { DatasetInfo } from '../datasets/types';
import type { GraphDocument, ParamValue } from '../graph/document';
import type { RuntimeApi } from '../protocol';
import { documentOf } from './testing/documents';
import { experiment, startSession, trainOn } from './testing/startSession';

const info: DatasetInfo = {
  id: 'verse',
  title: 'A verse',
  summary: '',
  group: 'own',
  takes: 'text',
  task: 'language',
  sizes: null,
  bytes: 0,
  licence: '',
  citation: '',
  fields: (needs) => languageFields(needs),
};
const verse = 'the cat sat on the mat, the rat sat on the cat. '.repeat(20);

let session: RuntimeApi;
beforeAll(async () => {
  session = await startSession('wasm', async (id, request = {}) => {
    if (id !== 'verse') return loadFromDisk(id, request);
    const { needs = [] } = request;
    const parts = { train: verse, validation: verse, test: verse };
    return languageDataset(info, parts, {
      needs,
      readFile: () => Promise.reject(new Error('no file')),
      readPack: () => Promise.reject(new Error('no pack')),
      pause: async () => {},
    });
  });
});
afterAll(() => session.dispose());

type Tokens = { readonly tokens: number; readonly vocabulary: number; readonly tokenizer: string };

/** Causal self-attention over what is written so far, d = 32, with norms and a feed-forward network. */
function continues({ tokens, vocabulary, tokenizer }: Tokens, layers: number): GraphDocument {
  const names = Array.from({ length: layers }, (_, index) => `layer-${index + 1}`);
  const layer: readonly [string, Record<string, ParamValue>] = [
    'encoder-layer',
    { heads: 2, d_ff: 64, dropout: 0 },
  ];
  return documentOf(
    {
      written: ['tokens-input', { tokens, vocabulary, tokenizer, feed: 'generated' }],
      embedding: ['token-embedding', { vocabulary, d_model: 32 }],
      positions: ['learned-positions'],
      causal: ['causal-mask'],
      ...Object.fromEntries(names.map((name) => [name, layer])),
      logits: ['token-logits', { vocabulary }],
      out: ['token-output', { tokenizer }],
      target: ['target-input', { tokens, vocabulary }],
      loss: ['cross-entropy', { ignore: 0 }],
    },
    [
      'written.tokens > embedding.tokens',
      'embedding.y > positions.x',
      'written.tokens > causal.x',
      ...names.map((name) => `causal.mask > ${name}.mask`),
      ...names.map((name, index) => `${names[index - 1] ?? 'positions'}.y > ${name}.x`),
      `${names.at(-1)}.y > logits.x`,
      'logits.logits > out.logits',
      'logits.logits > loss.logits',
      'target.labels > loss.labels',
    ],
  );
}

/** Reads a text, and says something about each token. */
const reads = (tokenizer: string, vocabulary: number) =>
  documentOf(
    {
      source: ['tokens-input', { tokens: 12, vocabulary, tokenizer }],
      embedding: ['token-embedding', { vocabulary, d_model: 8 }],
      logits: ['token-logits', { vocabulary }],
      out: ['token-output', { tokenizer }],
    },
    ['source.tokens > embedding.tokens', 'embedding.y > logits.x', 'logits.logits > out.logits'],
  );

describe('tokenizers that are learned', () => {
  const run = (document: GraphDocument, text: string) =>
    session.run({ document, inputs: { source: { kind: 'text', text } }, taps: [] });

  it('cut what is typed as the data of the graph is cut', async () => {
    const document = { ...reads('bpe', 60), experiment: { ...experiment, dataset: 'verse' } };
    const result = await run(document, 'the mat sat');
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const seen = result.value.seen.source;
    expect(seen).toMatchObject({ kind: 'tokens' });
    const texts = seen.kind === 'tokens' ? seen.texts : [];
    expect(texts.slice(0, 4)).toEqual(['the', '␣mat', '␣sat', '·']);
    // The answers are texts of the same tokenizer, whatever an untrained network answers.
    const [output] = result.value.outputs;
    const known = await session.tokenizer('verse', 'bpe', 60);
    if (!known.ok || output.kind !== 'tokens') throw new Error('no tokens');
    expect(output.tokens.map(({ id }) => visiblePiece(known.value.pieces[id]))).toEqual(
      output.tokens.map(({ text }) => text),
    );
  });

  it('say which characters they do not know', async () => {
    const document = {
      ...reads('characters', 40),
      experiment: { ...experiment, dataset: 'verse' },
    };
    const result = await run(document, 'a zoo');
    expect(result.ok).toBe(true);
    expect(result.diagnostics.map(({ message }) => message)).toContain(
      '1 part of the text is not in the data that the tokenizer was learned from, and counts as unknown.',
    );
  });

  it('need data', async () => {
    expect(await run(reads('bpe', 60), 'the cat')).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: 'run/input',
          message: 'The tokens of this block are learned from data, and the graph names no data.',
          hint: 'Choose a data set of texts, or another tokenizer.',
          at: { path: 'source' },
        },
      ],
    });
  });

  it('need data that has text', async () => {
    const document = { ...reads('bpe', 60), experiment: { ...experiment, dataset: 'copy' } };
    expect(await run(document, 'the cat')).toMatchObject({
      ok: false,
      diagnostics: [
        { message: 'Copy the digits has no text that a tokenizer could be learned from.' },
      ],
    });
  });

  it('are told to who asks, as the data has them', async () => {
    const report = await session.tokenizer('verse', 'bpe', 60);
    if (!report.ok) throw new Error(JSON.stringify(report.diagnostics));
    const { pieces, merges, charactersPerToken, counts } = report.value;
    expect(pieces).toHaveLength(60);
    // Four in each of twenty verses, the first of all without a space before it.
    expect([counts[pieces.indexOf(' the')], counts[pieces.indexOf('the')]]).toEqual([79, 1]);
    // "at" 5 times in each verse, more than any other pair.
    expect(merges[0]).toEqual(['a', 't']);
    expect(pieces).toContain(' the');
    expect(charactersPerToken).toBeGreaterThan(3);
    const cut = await session.tokenize('verse', 'bpe', 60, 'the cat');
    if (!cut.ok) throw new Error(JSON.stringify(cut.diagnostics));
    expect(cut.value.map(({ id, text }) => pieces[id] === text && text)).toEqual(['the', ' cat']);
  });

  it('are not needed for tokenizers that are fixed', async () => {
    const report = await session.tokenizer('', 'digits', 13);
    expect(report).toMatchObject({ ok: true, value: { merges: [], charactersPerToken: 1 } });
    expect(report.ok && report.value.pieces.slice(0, 5)).toEqual([
      '·',
      '<start>',
      '<end>',
      '0',
      '1',
    ]);
    expect(await session.tokenize('', 'symbols', 51, '3+4=')).toMatchObject({
      value: [{ text: '3' }, { text: '+' }, { text: '4' }, { text: '=' }],
    });
  });

  it.each([
    ['nothing', 60, 'There is no tokenizer called "nothing".'],
    ['bpe', 0.5, 'A vocabulary is a whole number from 1 to 262144, not 0.5.'],
    ['use-lite', 8002, 'This graph needs a data pack, which this site does not have.'],
  ])('are answered in words where %s of %d is asked for', async (id, vocabulary, message) => {
    const asked = await session.tokenizer('verse', id, vocabulary);
    expect(asked).toMatchObject({ ok: false, diagnostics: [{ message }] });
  });
});

describe('data', () => {
  it('is told of, as the graph asks for it', async () => {
    const needs = needsOf(
      analyze(continues({ tokens: 9, vocabulary: 60, tokenizer: 'bpe' }, 1)).plan.program,
    );
    const told = await session.describe('verse', needs, () => {});
    expect(told).toMatchObject({ ok: true, value: { notes: [], hasBaselines: true } });
    // Windows of nine tokens that start anywhere; those of the test tile it.
    const sizes = told.ok ? told.value.sizes : null;
    expect(sizes?.train).toBeGreaterThan(200);
    expect(sizes?.test).toBe(Math.floor(((sizes?.train ?? 0) + 8) / 9));
    const baselines = await session.baselines('verse', needs);
    expect(baselines).toMatchObject({ value: [{ metric: { kind: 'bits' } }] });
    expect(await session.baselines('copy', needs)).toMatchObject({ ok: true, value: [] });
    expect(await session.describe('nothing', [], () => {})).toMatchObject({
      ok: false,
      diagnostics: [{ message: 'There is no data set called "nothing".' }],
    });
  });

  it('tells how far its loading is', async () => {
    const told: string[] = [];
    const needs = needsOf(
      analyze(continues({ tokens: 9, vocabulary: 61, tokenizer: 'bpe' }, 1)).plan.program,
    );
    await session.describe('sotu', needs, ({ kind }) => void told.push(kind));
    expect(told).toContain('preparing');
  });
});

describe('training', () => {
  it('says when text and data are cut in different ways', async () => {
    const document = continues({ tokens: 9, vocabulary: 51, tokenizer: 'bpe' }, 1);
    const request = { document, experiment: { ...experiment, dataset: 'copy' }, resume: false };
    expect(await session.train(request, () => {})).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: 'train/data',
          message: expect.stringContaining(
            'cuts a text into learned pieces of words, and the data is in signs: choose that tokenizer.',
          ),
          at: { path: 'written' },
        },
      ],
    });
  });

  it('tells which pairs were left out', async () => {
    const document = continues({ tokens: 8, vocabulary: 200, tokenizer: 'bpe' }, 1);
    const changes = { dataset: 'english-french', steps: 2, batchSize: 2 };
    const request = { document, experiment: { ...experiment, ...changes }, resume: false };
    const { diagnostics } = await session.train(request, () => {});
    expect(diagnostics).toContainEqual({
      code: 'train/data',
      severity: 'info',
      message: expect.stringMatching(/^Pairs that are longer than the 8 tokens .* are left out/),
      at: {},
    });
  });

  it('learns a text by heart, in pieces of words', { timeout: 60_000 }, async () => {
    const document = continues({ tokens: 8, vocabulary: 60, tokenizer: 'bpe' }, 1);
    const { points } = await trainOn(session, document, {
      dataset: 'verse',
      steps: 60,
      learningRate: 0.01,
    });
    expect(points[0].loss).toBeGreaterThan(3);
    expect(points[59].loss).toBeLessThan(0.6);
  });

  it('learns to copy digits, reading only what came before', { timeout: 90_000 }, async () => {
    const document = continues({ tokens: 9, vocabulary: 17, tokenizer: 'symbols' }, 2);
    const { points } = await trainOn(session, document, {
      dataset: 'copy',
      batchSize: 32,
      steps: 300,
      learningRate: 0.005,
      warmupSteps: 30,
    });
    // Of answers and their ends; the questions do not count.
    expect(points[0].accuracy).toBeLessThan(0.3);
    const last = points.slice(-20).map(({ accuracy }) => accuracy ?? 0);
    expect(last.reduce((sum, share) => sum + share, 0) / 20).toBeGreaterThan(0.97);
  });
});
