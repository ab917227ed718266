/** A recurrent encoder-decoder with attention, as Bahdanau et al. 2015 wire it, learns to reverse. */
import { expect, it } from 'vitest';
import { createDatasetLoader } from '../datasets/catalogue';
import { documentOf } from './testing/documents';
import { startSession } from './testing/startSession';

const tokens = { tokens: 9, vocabulary: 13 };

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

const STEPS = 120;

it('learns to reverse digits, and shows where it looks', { timeout: 120_000 }, async () => {
  const loader = createDatasetLoader(() => Promise.reject(new Error('no pictures here')));
  const session = await startSession('wasm', loader);
  const losses: number[] = [];
  const trained = await session.train(
    { document: translator, experiment, resume: false },
    (event) => {
      if (event.kind === 'progress') losses.push(...event.points.map(({ loss }) => loss));
      // The end of a training tests it on the whole data set, for which there is no time here.
      if (losses.length >= STEPS) void session.stop();
    },
  );
  expect(trained.ok).toBe(true);
  expect(losses[0]).toBeGreaterThan(2);
  expect(losses[STEPS - 1]).toBeLessThan(0.5);

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
  await session.dispose();
});
