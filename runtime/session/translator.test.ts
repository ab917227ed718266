/** Recurrent encoders and decoders with attention, wired as in two papers, learn to reverse. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadFromDisk } from '../datasets/testing/diskReader';
import type { Split } from '../datasets/types';
import type { GraphDocument } from '../graph/document';
import type { RuntimeApi } from '../protocol';
import { documentOf } from './testing/documents';
import { startSession } from './testing/startSession';

const tokens = { tokens: 9, vocabulary: 13 };

/** Bahdanau et al. 2015: GRUs, attention inside of the decoder's step. */
const translator = documentOf(
  {
    source: ['tokens-input', tokens],
    read: ['token-embedding', { vocabulary: 13, d_model: 24, scaled: false }],
    padding: ['padding-mask'],
    encoder: ['gru', { units: 24, bidirectional: true }],
    bridge: ['linear', { units: 32 }],
    start: ['activation', { activation: 'tanh' }],
    written: ['tokens-input', { ...tokens, feed: 'generated' }],
    wrote: ['token-embedding', { vocabulary: 13, d_model: 24, scaled: false }],
    decoder: ['attention-decoder', { units: 32 }],
    words: ['linear', { units: 24 }],
    logits: ['token-logits', { vocabulary: 13 }],
    out: ['token-output'],
    target: ['target-input', tokens],
    loss: ['cross-entropy'],
  },
  [
    'source.tokens > read.tokens',
    'source.tokens > padding.tokens',
    'read.y > encoder.x',
    'padding.mask > encoder.mask',
    'encoder.last > bridge.x',
    'bridge.y > start.x',
    'written.tokens > wrote.tokens',
    'wrote.y > decoder.x',
    'encoder.y > decoder.memory',
    'padding.mask > decoder.mask',
    'start.y > decoder.initial_state',
    'decoder.y > words.x',
    'words.y > logits.x',
    'logits.logits > out.logits',
    'logits.logits > loss.logits',
    'target.labels > loss.labels',
  ],
);

/** Luong, Pham, Manning 2015: LSTMs, attention after the decoder's step, and one layer on both. */
const luong = documentOf(
  {
    source: ['tokens-input', tokens],
    read: ['token-embedding', { vocabulary: 13, d_model: 24, scaled: false }],
    encoder: ['lstm', { units: 32, layers: 2 }],
    written: ['tokens-input', { ...tokens, feed: 'generated' }],
    wrote: ['token-embedding', { vocabulary: 13, d_model: 24, scaled: false }],
    decoder: ['lstm', { units: 32, layers: 2 }],
    look: ['multiplicative-attention', { score: 'general' }],
    // W [context; state] is the sum of two products.
    read_out: ['linear', { units: 24 }],
    said: ['linear', { units: 24, bias: false }],
    mixed: ['add'],
    act: ['activation', { activation: 'tanh' }],
    logits: ['token-logits', { vocabulary: 13 }],
    out: ['token-output'],
    target: ['target-input', tokens],
    loss: ['cross-entropy'],
  },
  [
    'source.tokens > read.tokens',
    'read.y > encoder.x',
    'written.tokens > wrote.tokens',
    'wrote.y > decoder.x',
    'encoder.state > decoder.initial_state',
    'encoder.cell > decoder.initial_cell',
    'decoder.y > look.query',
    'encoder.y > look.key',
    'encoder.y > look.value',
    'look.y > read_out.x',
    'decoder.y > said.x',
    'read_out.y > mixed.a',
    'said.y > mixed.b',
    'mixed.y > act.x',
    'act.y > logits.x',
    'logits.logits > out.logits',
    'logits.logits > loss.logits',
    'target.labels > loss.labels',
  ],
);

const experiment = {
  dataset: 'reverse-digits',
  batchSize: 16,
  steps: 1000,
  optimizer: 'adam',
  learningRate: 0.01,
  warmupSteps: 5,
  seed: 3,
  clipNorm: 1,
} as const;

async function lossesOf(
  session: RuntimeApi,
  document: GraphDocument,
  steps: number,
): Promise<readonly number[]> {
  const losses: number[] = [];
  const request = { document, experiment: { ...experiment, steps }, resume: false };
  const trained = await session.train(request, (event) => {
    if (event.kind === 'progress') losses.push(...event.points.map(({ loss }) => loss));
  });
  if (!trained.ok) throw new Error(JSON.stringify(trained.diagnostics));
  return losses;
}

/** Writing every sequence of the test set would take minutes. */
const few = (split: Split): Split => ({ ...split, size: 4 });

let session: RuntimeApi;
beforeAll(async () => {
  session = await startSession('wasm', async (id) => {
    const dataset = await loadFromDisk(id);
    return dataset && { ...dataset, validation: few(dataset.validation), test: few(dataset.test) };
  });
});
afterAll(() => session.dispose());

it('learns to reverse digits, and shows where it looks', { timeout: 120_000 }, async () => {
  const losses = await lossesOf(session, translator, 200);
  expect(losses[0]).toBeGreaterThan(2);
  expect(losses[199]).toBeLessThan(0.3);

  const seen = await session.run({
    document: { ...translator, experiment },
    inputs: { source: { kind: 'text', text: '31415926' } },
    taps: ['decoder.weights'],
  });
  if (!seen.ok) throw new Error(JSON.stringify(seen.diagnostics));
  expect(seen.value.outputs[0]).toMatchObject({ kind: 'tokens', text: '62951413' });
  // To write digit t of the answer it looks at, or next to, the digit it is.
  const { data } = seen.value.taps['decoder.weights'];
  for (let t = 0; t < 8; t++) {
    const row = Array.from(data.slice(t * 9, t * 9 + 9));
    expect(Math.abs(row.indexOf(Math.max(...row)) - (7 - t))).toBeLessThanOrEqual(1);
    expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
  }
});

it('learns with LSTMs, first states from the encoder, and products for scores', {
  timeout: 120_000,
}, async () => {
  const losses = await lossesOf(session, luong, 80);
  expect(losses[0]).toBeGreaterThan(2);
  expect(losses[79]).toBeLessThan(1.8);
});
