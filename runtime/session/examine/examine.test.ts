/** Examinations of tiny graphs, alone and beside trainings. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { DatasetLoader } from '../../datasets/catalogue';
import type { Examination, ExamineEvent, ExamineRequest, ExamineWhat } from '../../examinations';
import type { RuntimeApi } from '../../protocol';
import { testDatasets, watched } from '../testing/datasets';
import { detector, squares } from '../testing/detector';
import { classifier, pairModel, writer } from '../testing/documents';
import {
  experiment,
  startSession,
  trainOn,
  trainRequest,
  withoutTime,
} from '../testing/startSession';

let onBatch: (count: number) => void = () => {};

/** The usual ones, and the copies as what is translated and as what is answered. */
const loader: DatasetLoader = async (id, ...rest) => {
  if (id === 'squares') return squares;
  if (id === 'untested') {
    const stripes = await testDatasets('stripes');
    return stripes && { ...stripes, id, title: 'Untested', test: { ...stripes.test, size: 0 } };
  }
  if (id !== 'translate' && id !== 'transform') return watched((n) => onBatch(n))(id, ...rest);
  const copies = await testDatasets('copies');
  return copies && { ...copies, id, task: id };
};

let session: RuntimeApi;
beforeAll(async () => {
  session = await startSession('wasm', loader);
});
afterEach(() => session.reset());
afterAll(() => session.dispose());

type Of<W extends ExamineWhat> = Extract<Examination, { readonly what: W }>;

async function look<W extends ExamineWhat>(
  what: W,
  request: Partial<ExamineRequest> = {},
  onEvent: (event: ExamineEvent) => void = () => {},
): Promise<Of<W>> {
  const result = await session.examine(
    { document: classifier, experiment, split: 'test', ...request, what },
    onEvent,
  );
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  if (result.value.what !== what) throw new Error(`asked for ${what}, got ${result.value.what}`);
  return result.value as Of<W>;
}

const onData = (dataset: string) => ({ experiment: { ...experiment, dataset } });

it('tells the classes of the test set as the training does', async () => {
  const { summary } = await trainOn(session, classifier, { steps: 2 });
  const events: ExamineEvent[] = [];
  const found = await look('classes', {}, (event) => events.push(event));
  expect(found).toMatchObject({ step: 2, examples: 25, available: 25, split: 'test' });
  expect(found.accuracy).toBeCloseTo(summary.test?.metric.value ?? Number.NaN, 6);
  expect(found.confusion.reduce((sum, count) => sum + count, 0)).toBe(25);
  const wrong = Math.round(25 * (1 - found.accuracy));
  expect(wrong).toBeGreaterThan(0);
  expect(found.mistakes).toHaveLength(wrong);
  // What is shown is the example itself: its class is its index modulo 3.
  for (const { index, right, seen } of found.mistakes) {
    expect(right).toBe(index % 3);
    expect(seen).toMatchObject({ kind: 'image', height: 4, width: 4 });
  }
  expect(events.some(({ kind }) => kind === 'compiling')).toBe(true);
});

it('neither changes a training in the same slot nor is changed by it', async () => {
  const alone = await trainOn(session, classifier, { steps: 60 });
  await session.reset();
  const seen: Promise<Of<'classes'>>[] = [];
  const measured: Promise<Of<'histograms'>>[] = [];
  onBatch = (count) => {
    if (count === 10) seen.push(look('classes'));
    if (count === 30) measured.push(look('histograms'));
  };
  const busy = await trainOn(session, classifier, { steps: 60 });
  onBatch = () => {};
  const steps = (await Promise.all([...seen, ...measured])).map(({ step }) => step);
  expect(steps).toHaveLength(2);
  for (const step of steps) {
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThan(60);
  }
  expect(withoutTime(busy.points)).toEqual(withoutTime(alone.points));
  expect(busy.summary.test).toEqual(alone.summary.test);
});

it('looks at one slot while another trains', async () => {
  await trainRequest(session, { document: classifier, resume: false, slot: 'a' }, { steps: 5 });
  const training = trainRequest(
    session,
    { document: classifier, resume: false, slot: 'b' },
    { steps: 80 },
  );
  expect(await look('classes', { slot: 'a' })).toMatchObject({ step: 5 });
  expect((await training).points).toHaveLength(80);
});

it('measures weights and the next update, and changes none of them', async () => {
  await trainOn(session, classifier, { steps: 5 });
  const before = await session.checkpoint();
  const found = await look('histograms');
  const after = await session.checkpoint();
  expect(after).toEqual(before);
  expect(found.blocks.map(({ path }) => path)).toEqual(['hidden', 'norm', 'logits']);
  for (const { weights, gradients, parameters, update } of found.blocks) {
    expect(weights.counts.reduce((sum, count) => sum + count, 0)).toBe(parameters);
    expect(gradients?.std).toBeGreaterThan(0);
    expect(update).toBeGreaterThan(0);
    expect(update).toBeLessThan(1);
  }
  expect(found.blocks[0].parameters).toBe(16 * 16 + 16);
});

it('tells an update of plain gradient descent by its formula', async () => {
  const plain = {
    ...experiment,
    optimizer: 'sgd',
    learningRate: 0.01,
    warmupSteps: 0,
    clipNorm: 1e6,
  } as const;
  const { learningRate, blocks } = await look('histograms', { experiment: plain });
  const [{ weights, gradients, update, parameters }] = blocks;
  const length = ({ mean, std }: typeof weights) => Math.sqrt(parameters * (mean ** 2 + std ** 2));
  if (!gradients) throw new Error('no gradient');
  expect(update).toBeCloseTo((learningRate * length(gradients)) / length(weights), 4);
});

it('measures how well text is guessed', async () => {
  await trainOn(session, writer, { dataset: 'copies', steps: 60 });
  const found = await look('language', { document: writer, ...onData('copies') });
  expect(found).toMatchObject({ tokens: 12, vocabulary: 5, examples: 4 });
  expect(found.byPlace).toHaveLength(3);
  expect(found.nats).toBeCloseTo(found.byPlace.reduce((sum, each) => sum + each, 0) / 3, 4);
  expect(found.nats).toBeLessThan(Math.log(5));
  const sample = found.samples[0];
  expect(sample.tokens).toHaveLength(3);
  const right = sample.tokens.filter(({ id, guess }) => id === guess.id);
  for (const { probability, guess } of right) expect(probability).toBeCloseTo(guess.probability);
});

it('shows what is written: a translation, and answers that are right or wrong', async () => {
  await trainOn(session, writer, { dataset: 'transform', steps: 60 });
  const answers = await look('sequences', { document: writer, ...onData('transform') });
  expect(answers.rows).toHaveLength(4);
  for (const { answer, written, right } of answers.rows) expect(right).toBe(answer === written);
  expect(answers.accuracy).toBe(answers.rows.filter(({ right }) => right).length / 4);
  const translated = await look('translation', { document: writer, ...onData('translate') });
  const exact = translated.pairs.filter(({ written, reference }) => written === reference);
  expect(translated.exact).toBe(exact.length);
  expect(translated.pairs.every(({ source, reference }) => source === reference)).toBe(true);
  for (const { score } of exact) expect(score).toBeCloseTo(100);
});

it('finds boxes', async () => {
  const settings = { ...experiment, dataset: 'squares', batchSize: 16, learningRate: 0.005 };
  await trainOn(session, detector, { ...settings, steps: 20 });
  const found = await look('boxes', { document: detector, experiment: settings });
  expect(found).toMatchObject({ examples: 16, available: 16 });
  expect(found.pictures).toHaveLength(12);
  const objects = found.perClass.reduce((sum, each) => sum + each.objects, 0);
  expect(objects).toBeGreaterThanOrEqual(16);
  expect(found.meanPrecision).toBeGreaterThanOrEqual(0);
  expect(found.meanPrecision).toBeLessThanOrEqual(1);
  const [{ real, seen }] = found.pictures;
  expect(real.length).toBeGreaterThan(0);
  expect(seen).toMatchObject({ kind: 'image', width: 8 });
});

it('says what it cannot look at, and ends when asked', async () => {
  const ask = (changes: Partial<ExamineRequest>) =>
    session.examine(
      { document: classifier, experiment, what: 'classes', split: 'test', ...changes },
      () => {},
    );
  const code = async (changes: Partial<ExamineRequest>) =>
    (await ask(changes)).diagnostics[0]?.code;
  expect(await code({ what: 'language' })).toBe('run/input');
  expect(await code({ limit: 0 })).toBe('run/input');
  expect(await code({ ...onData('nowhere') })).toBe('train/data');
  expect((await ask(onData('untested'))).diagnostics).toMatchObject([
    {
      code: 'data/no-examples',
      message: 'There are no test examples in "Untested".',
      hint: expect.stringContaining('larger share for test'),
    },
  ]);
  expect(await code({ document: pairModel, ...onData('copies') })).toBe('run/input');
  const asked = ask({});
  await session.endExamination();
  const result = await asked;
  expect(result.ok).toBe(false);
  expect(result.diagnostics[0].code).toBe('run/stopped');
});
