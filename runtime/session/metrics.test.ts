/** How good a model is, told in what fits the graph and its data. */
import { afterEach, describe, expect, it } from 'vitest';
import type { DatasetLoader } from '../datasets/catalogue';
import { END, FIRST, START } from '../datasets/tokenizers';
import type { Dataset, Split } from '../datasets/types';
import type { Experiment, GraphDocument, ParamValue } from '../graph/document';
import type { RuntimeApi } from '../protocol';
import { testDatasets, watched } from './testing/datasets';
import {
  classifier,
  documentOf,
  maskedModel,
  pairModel,
  repeater,
  writer,
} from './testing/documents';
import { startSession, trainOn } from './testing/startSession';

let session: RuntimeApi | null = null;
afterEach(() => session?.dispose());

/** Some of the test's data, otherwise. */
const changed =
  (part: (dataset: Dataset) => Partial<Dataset>): DatasetLoader =>
  async (id) => {
    const dataset = await testDatasets(id);
    return dataset && { ...dataset, ...part(dataset) };
  };

async function trained(
  document: GraphDocument,
  settings: Partial<Experiment>,
  loader: DatasetLoader = testDatasets,
) {
  session = await startSession('wasm', loader);
  return trainOn(session, document, settings);
}

const copies = { dataset: 'copies', steps: 120, learningRate: 0.05 };

describe('a test', () => {
  it('counts classes', async () => {
    const { summary, events } = await trained(classifier, {});
    expect(summary.test).toMatchObject({ metric: { kind: 'accuracy' }, examples: 25 });
    const metrics = events.flatMap((event) => (event.kind === 'validation' ? [event.metric] : []));
    expect(metrics.map((metric) => metric?.kind)).toEqual(['accuracy', 'accuracy']);
    // The one at the end is of the weights that are kept.
    expect(summary.best?.metric).toEqual(
      metrics.reduce((best, next) => ((next?.value ?? 0) > (best?.value ?? 0) ? next : best)),
    );
  });

  it('counts sequences that the model writes, or scores a translation', async () => {
    expect((await trained(writer, copies)).summary.test).toEqual({
      metric: { kind: 'sequences', value: 1 },
      examples: 4,
    });
    // Four digits in a row are written, so that there are runs of four words.
    const translate = changed(() => ({ ...longCopies, task: 'translate' }));
    const { summary } = await trained(longWriter, copies, translate);
    expect(summary.test).toMatchObject({ metric: { kind: 'bleu' }, examples: 16 });
    expect(summary.test?.metric.value).toBeGreaterThan(50);
  });

  it('tells bits per character of a language model, without label smoothing', async () => {
    const text = changed(() => ({ charactersPerToken: 2 }));
    const { summary } = await trained(pairModel, copies, text);
    const { metric, examples } = summary.test!;
    expect(examples).toBe(4);
    expect(metric.kind).toBe('bits');
    // Start, then one of two tokens, then one of two, then the end or one of two: 2 bits in three
    // tokens where each is as likely as it is after the one before.
    const pairs = 1 + 2 * pairEntropy();
    expect(metric.value).toBeGreaterThan(pairs / 3 / 2 - 0.001);
    expect(metric.value).toBeLessThan(pairs / 3 / 2 + 0.1);
    expect(summary.best?.metric.kind).toBe('bits');
    // The loss is smoothed, and in natural units.
    expect(summary.loss).toBeGreaterThan(metric.value * 2 * Math.LN2 + 0.1);
  });

  it('tells the loss where characters are not known, and sequences of a task', async () => {
    expect((await trained(pairModel, copies)).summary.test?.metric.kind).toBe('loss');
    await session?.dispose();
    const task = changed(() => ({ task: 'transform' }));
    const { summary } = await trained(pairModel, copies, task);
    expect(summary.test?.metric.kind).toBe('sequences');
    // Of two tokens after the start and after each other it can know none for sure.
    expect(summary.test?.metric.value).toBeLessThanOrEqual(0.5);
  });

  it('hides tokens from a masked model, or there would be nothing to measure', async () => {
    const text = changed(() => ({ charactersPerToken: 1 }));
    const { summary, events } = await trained(maskedModel, copies, text);
    expect(summary.test?.metric.kind).toBe('bits');
    // Which of two tokens was hidden cannot be known: one bit, if a tenth is left as it was.
    expect(summary.test?.metric.value).toBeGreaterThan(0.5);
    expect(summary.test?.metric.value).toBeLessThan(1.1);
    const losses = events.flatMap((event) => (event.kind === 'validation' ? [event.loss] : []));
    expect(Math.min(...losses)).toBeGreaterThan(0.3);
  });

  it('tells the loss of what has no right or wrong', async () => {
    const { summary } = await trained(repeater, { steps: 60 });
    expect(summary.test).toMatchObject({ metric: { kind: 'loss' }, examples: 25 });
    expect(summary.test?.metric.value).toBeCloseTo(summary.loss, 1);
  });
});

describe('keepBest', () => {
  /** What is held out is labelled otherwise, so that learning makes it worse. */
  const otherwise = ({ size, batch }: Split): Split => ({
    size,
    batch(indices) {
      const { image, label } = batch(indices);
      return { image, label: (label as Int32Array).map((id) => (id + 1) % 3) };
    },
  });
  const contrary = changed(({ validation, test }) => ({
    validation: otherwise(validation),
    test: otherwise(test),
  }));
  const settings = { steps: 100, learningRate: 0.001, keepBest: true };

  it('ends with the weights of the best validation, and tests those', async () => {
    const { summary, events } = await trained(classifier, settings, contrary);
    const values = events.flatMap((event) =>
      event.kind === 'validation' ? [[event.step, event.metric?.value ?? 0]] : [],
    );
    expect(values.map(([step]) => step)).toEqual([20, 40, 60, 80, 100]);
    const most = Math.max(...values.map(([, value]) => value));
    const [at] = values.find(([, value]) => value === most)!;
    expect(at).toBeLessThan(100);
    expect(summary).toMatchObject({ steps: 100, weightsOf: at, best: { step: at } });
    const kept = await session!.checkpoint();
    expect(kept).toMatchObject({ step: 100, weightsOf: at });
    // Optimiser state belongs to the weights that are gone.
    expect(Object.keys(kept!.tensors).filter((name) => name.includes('#'))).toEqual([]);

    const other = await startSession('wasm', contrary);
    const whole = await trainOn(other, classifier, { ...settings, keepBest: false });
    expect(whole.summary).toMatchObject({ steps: 100, weightsOf: 100, best: { step: at } });
    const last = await other.checkpoint();
    await other.dispose();
    const name = 'logits/kernel';
    expect(kept!.tensors[name].data).not.toEqual(last!.tensors[name].data);
    expect(kept!.tensors[name].data).toEqual(kept!.best!.tensors![name].data);
    const [best, final] = [summary, whole.summary].map(({ test }) => test?.metric.value ?? 0);
    expect(best).toBeGreaterThan(final);

    const inputs = { image: { kind: 'sample', index: 0 } } as const;
    const document = { ...classifier, experiment: { dataset: 'stripes' } as Experiment };
    const run = await session!.run({ document, inputs, taps: [] });
    expect(run).toMatchObject({ ok: true, value: { trainedSteps: at } });
  });

  it('does so when the training is stopped', async () => {
    const stopping: RuntimeApi = await startSession(
      'wasm',
      watched((count) => count === 70 && void stopping.stop(), contrary),
    );
    const { summary } = await trainOn(stopping, classifier, settings);
    expect(summary).toMatchObject({ steps: 70, stopped: true, test: null });
    expect(summary.weightsOf).toBe(summary.best?.step);
    expect(summary.weightsOf).toBeLessThan(70);
    await stopping.dispose();
  });

  it('goes on from them with a fresh optimiser, and keeps the record', async () => {
    const first = await trained(classifier, settings, contrary);
    const next = { ...settings, keepBest: false };
    const more = await trainOn(session!, classifier, next, true);
    expect(more.points[0].step).toBe(100);
    expect(await session!.checkpoint()).toMatchObject({ step: 200, slotsFrom: 100 });
    const [before, after] = [first.summary.best!, more.summary.best!];
    if (after.step !== before.step) {
      expect(after.metric.value).toBeGreaterThan(before.metric.value);
    } else expect(after).toEqual(before);
  });

  it('does not compare what was measured on other data', async () => {
    await trained(classifier, { steps: 20 });
    const others = async (id: string) => {
      const dataset = await testDatasets('stripes');
      return dataset && { ...dataset, id };
    };
    const checkpoint = await session!.checkpoint();
    expect(checkpoint?.best).toMatchObject({ dataset: 'stripes' });
    const elsewhere = await startSession('wasm', others);
    await elsewhere.restore(checkpoint!);
    const { summary } = await trainOn(elsewhere, classifier, { dataset: 'spots', steps: 40 }, true);
    expect((await elsewhere.checkpoint())?.best?.dataset).toBe('spots');
    expect(summary.best?.step).toBeGreaterThanOrEqual(20);
    await elsewhere.dispose();
  });
});

/** Entropy in bits of what follows a content token: the other one of two, or the end. */
function pairEntropy(): number {
  // After each of two tokens: half of the time the end, a quarter each of the two tokens.
  return 0.5 * Math.log2(2) + 0.5 * Math.log2(4);
}

const LENGTH = 6;

/** Five of the digits 0 and 1, words of their own; the answer repeats them. */
function longSplit(size: number): Split {
  return {
    size,
    batch(indices) {
      const rows = indices.map((index) =>
        Array.from({ length: LENGTH - 1 }, (_, bit) => FIRST + ((index >> (bit % 4)) & 1)),
      );
      return {
        source: Int32Array.from(rows.flatMap((row) => [...row, END])),
        decoderInput: Int32Array.from(rows.flatMap((row) => [START, ...row])),
        target: Int32Array.from(rows.flatMap((row) => [...row, END])),
      };
    },
  };
}

const longField = {
  kind: 'tokens',
  length: LENGTH,
  vocabulary: 5,
  tokenizer: 'characters',
} as const;

const longCopies: Partial<Dataset> = {
  fields: { source: longField, decoderInput: longField, target: longField },
  train: longSplit(80),
  validation: longSplit(16),
  test: longSplit(16),
  tokenizers: [
    {
      id: 'characters',
      label: 'Digits as words',
      encode: (text) => text.split(' ').map((word) => FIRST + Number(word)),
      decode: (id) => String(id - FIRST),
      separator: ' ',
      marksEnd: true,
      vocabulary: 5,
      pieces: ['', '', '', '0', '1'],
      merges: [],
      charactersPerToken: 1,
      counts: [],
    },
  ],
};

const lengthened = (block: string, params: Readonly<Record<string, ParamValue>>) =>
  'tokens' in params
    ? { ...params, tokens: LENGTH, ...(block === 'tokens-input' && { tokenizer: 'characters' }) }
    : params;

const longWriter = documentOf(
  {
    ...Object.fromEntries(
      Object.entries(writer.nodes).map(([id, { block, params }]) => [
        id,
        [block, lengthened(block, params)] as const,
      ]),
    ),
  },
  writer.edges.map(
    ({ source, sourcePort, target, targetPort }) =>
      `${source}.${sourcePort} > ${target}.${targetPort}`,
  ),
);
