import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Experiment, GraphDocument } from '../graph/document';
import type { RuntimeApi, TrainEvent } from '../protocol';
import { createSession } from './createSession';
import { testDatasets, watched } from './testing/datasets';
import { classifier, documentOf, writer } from './testing/documents';
import {
  experiment,
  nodeEnvironment,
  quietHeartbeat,
  startSession,
  trainOn,
  withoutTime,
} from './testing/startSession';

let session: RuntimeApi;
beforeAll(async () => {
  session = await startSession('wasm');
});
afterAll(() => session.dispose());

const withExperiment = (document: GraphDocument, dataset: string): GraphDocument => ({
  ...document,
  experiment: { ...experiment, dataset },
});
const classify = withExperiment(classifier, 'stripes');
const write = withExperiment(writer, 'copies');

describe('train', () => {
  it('answers pause, resume and stop between two steps, and learns on when resumed', async () => {
    const kinds: TrainEvent['kind'][] = [];
    let pausedAt = -1;
    const stopping = trainOn(session, classifier, { steps: 100_000 }, false, (event) => {
      kinds.push(event.kind);
      if (event.kind === 'progress' && pausedAt < 0) void session.pause();
      if (event.kind !== 'paused') return;
      pausedAt = event.step;
      setTimeout(async () => {
        // Nothing happens in a pause.
        const held = (await session.checkpoint())?.step;
        expect(held).toBe(pausedAt);
        await session.resume();
        setTimeout(() => void session.stop(), 50);
      }, 30);
    });
    const { summary, points } = await stopping;
    expect(kinds.filter((kind) => kind === 'paused')).toHaveLength(1);
    expect(summary).toMatchObject({ stopped: true, test: null });
    expect(summary.steps).toBeGreaterThan(pausedAt);
    expect(points.map(({ step }) => step)).toEqual(points.map((_, index) => index));
    expect(points).toHaveLength(summary.steps);

    const resumed = await trainOn(session, classifier, { steps: summary.steps + 5 }, true);
    expect(resumed.points[0].step).toBe(summary.steps);
    expect(resumed.summary.steps).toBe(summary.steps + 5);
  });

  it.each<[string, Partial<Experiment>]>([
    ['Adam', {}],
    ['SGD with momentum', { optimizer: 'sgd', momentum: 0.9, nesterov: true, clipNorm: 1 }],
    ['AdamW', { optimizer: 'adamw', weightDecay: 0.1, schedule: 'linear' }],
  ])('goes on from a checkpoint as if it had never stopped: %s', async (_, changes) => {
    const settings = { ...changes, steps: 30 };
    const whole = await trainOn(session, classifier, settings);
    const stopping: RuntimeApi = await startSession(
      'wasm',
      watched((count) => count === 12 && void stopping.stop()),
    );
    const { summary } = await trainOn(stopping, classifier, settings);
    expect(summary).toMatchObject({ steps: 12, stopped: true });
    const checkpoint = await stopping.checkpoint();
    await stopping.dispose();
    expect(checkpoint?.step).toBe(12);
    await session.reset();
    expect(await session.checkpoint()).toBeNull();
    await session.restore(structuredClone(checkpoint!));
    const rest = await trainOn(session, classifier, settings, true);
    expect(withoutTime(rest.points)).toEqual(withoutTime(whole.points.slice(checkpoint!.step)));
  });

  it('keeps weights that wait for a backend when their checkpoint is handed over', async () => {
    await trainOn(session, classifier, { steps: 6 });
    const checkpoint = await session.checkpoint();
    const waiting = createSession({
      environment: nodeEnvironment,
      loadDataset: testDatasets,
      heartbeat: quietHeartbeat,
    });
    await waiting.restore(structuredClone(checkpoint!));
    const taken = await waiting.checkpoint();
    expect(taken).toEqual(checkpoint);
    const buffers = Object.values(taken!.tensors).map(({ data }) => data.buffer as ArrayBuffer);
    structuredClone(taken, { transfer: buffers });
    // Moved away, its values are gone: it is refused, and what is held stays.
    await expect(waiting.restore(taken!)).rejects.toThrow(/0 of \d+ values of/);

    await waiting.start({ prefer: 'wasm' });
    await expect(waiting.restore(taken!)).rejects.toThrow(/0 of \d+ values of/);
    const inputs = { image: { kind: 'sample', index: 0 } } as const;
    const result = await waiting.run({ document: classify, inputs, taps: [] });
    expect(result).toMatchObject({ ok: true, value: { trainedSteps: 6 } });
    await waiting.dispose();
  });

  it('ends an earlier training when another is started', async () => {
    const first = trainOn(session, classifier, { steps: 100_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await trainOn(session, classifier, { steps: 3 });
    expect((await first).summary.stopped).toBe(true);
    expect(second.summary).toMatchObject({ stopped: false, steps: 3 });
  });

  it('does not begin a training that was stopped while it waited for an earlier one', async () => {
    const first = trainOn(session, classifier, { steps: 100_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const kinds: string[] = [];
    const second = session.train({ document: classifier, experiment, resume: false }, (event) =>
      kinds.push(event.kind),
    );
    await session.stop();
    expect((await first).summary.stopped).toBe(true);
    expect(await second).toMatchObject({ ok: false, diagnostics: [{ code: 'run/stopped' }] });
    expect(kinds).toEqual([]);
  });

  it('names the node and keeps the weights where the loss is no number', async () => {
    const exploding = documentOf(
      {
        image: ['image-input', { height: 4, width: 4, channels: 1 }],
        flat: ['flatten'],
        first: ['linear', { units: 8 }],
        second: ['linear', { units: 8 }],
        logits: ['linear', { units: 3 }],
        out: ['class-output'],
        label: ['label-input', { classes: 3 }],
        loss: ['cross-entropy'],
      },
      [
        'image.image > flat.x',
        'flat.y > first.x',
        'first.y > second.x',
        'second.y > logits.x',
        'logits.y > out.logits',
        'logits.y > loss.logits',
        'label.labels > loss.labels',
      ],
    );
    const points: number[] = [];
    const result = await session.train(
      {
        document: exploding,
        experiment: { ...experiment, optimizer: 'sgd', learningRate: 1e12, warmupSteps: 0 },
        resume: false,
      },
      (event) => {
        if (event.kind === 'progress') points.push(...event.points.map(({ loss }) => loss));
      },
    );
    expect(result.ok).toBe(false);
    const [diagnostic] = result.diagnostics;
    expect(diagnostic.code).toBe('train/not-finite');
    expect(diagnostic.message).toMatch(
      /^At step \d+ the loss was no longer a number\. The first such value/,
    );
    expect(['first', 'second', 'logits', 'loss']).toContain(diagnostic.at.path);
    expect(diagnostic.hint).toContain('100000000000');
    expect(points.every(Number.isFinite)).toBe(true);
    const run = await session.run({
      document: { ...exploding, experiment: { ...experiment, dataset: 'stripes' } },
      inputs: { image: { kind: 'sample', index: 0 } },
      taps: [],
    });
    expect(run.ok).toBe(true);
  });

  it.each([
    [{ dataset: 'copies' }, 'asks for "image"; Copies has source, decoderInput, target'],
    [{ dataset: 'nowhere' }, 'There is no data set called "nowhere"'],
    [{ batchSize: 0 }, 'The batch size must be a whole number from 1'],
    [{ learningRate: Number.NaN }, 'The learning rate must be above 0'],
    [{ warmupSteps: -1 }, 'The warm-up must be a whole number of steps'],
    [{ optimizer: 'sgd', momentum: 1 }, 'The momentum must be at least 0 and below 1'],
    [{ optimizer: 'sgd', nesterov: true }, 'Nesterov momentum needs a momentum above 0'],
    [{ weightDecay: -0.1 }, 'The weight decay must be at least 0'],
    [{ clipNorm: 0 }, 'The longest gradient must be above 0'],
    [{ beta2: 1 }, 'Beta 1 and beta 2 must be at least 0 and below 1'],
    [{ epsilon: 0 }, 'Epsilon must be above 0'],
  ] as [Partial<Experiment>, string][])(
    'refuses %o before the first step',
    async (changes, message) => {
      const events: TrainEvent[] = [];
      const result = await session.train(
        { document: classifier, experiment: { ...experiment, ...changes }, resume: false },
        (event) => events.push(event),
      );
      expect(result.ok).toBe(false);
      expect(result.diagnostics[0].message).toContain(message);
      expect(events.some(({ kind }) => kind === 'progress')).toBe(false);
    },
  );

  it('names the sizes of a picture that does not fit', async () => {
    const other = { ...classifier.nodes.image, params: { height: 8, width: 4, channels: 1 } };
    const document = { ...classifier, nodes: { ...classifier.nodes, image: other } };
    const result = await session.train({ document, experiment, resume: false }, () => {});
    expect(result.diagnostics[0]).toMatchObject({ code: 'train/data', at: { path: 'image' } });
    expect(result.diagnostics[0].message).toContain(
      'This block takes height 8, width 4, channels 1; Stripes has 4, 4, 1.',
    );
  });

  it('holds no more after three passes over the data than after one', async () => {
    await trainOn(session, classifier, { steps: 7 });
    const before = await session.memory();
    await trainOn(session, classifier, { steps: 21 });
    expect(await session.memory()).toEqual(before);
  });
});

describe('run', () => {
  it('answers with the likeliest classes, what it saw, and what was asked to be looked at', async () => {
    await trainOn(session, classifier, { steps: 60 });
    const result = await session.run({
      document: classify,
      inputs: { image: { kind: 'sample', index: 1 } },
      taps: ['hidden.y', 'nothing.there'],
    });
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const { outputs, taps, seen, expected, trainedSteps, backend } = result.value;
    const [output] = outputs;
    if (output.kind !== 'classes') throw new Error(output.kind);
    expect(output.top).toHaveLength(3);
    expect(output.top[0]).toMatchObject({ index: 1, label: 'class 1' });
    expect(output.top.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    expect(Object.keys(taps)).toEqual(['hidden.y']);
    expect(taps['hidden.y']).toMatchObject({ shape: [1, 16], axes: ['batch', 'features'] });
    expect(seen.image).toMatchObject({ kind: 'image', height: 4, width: 4, channels: 1 });
    expect({ expected, trainedSteps, backend }).toEqual({
      expected: 'class 1',
      trainedSteps: 60,
      backend: 'wasm',
    });
  });

  it('resizes a picture of any size to what the graph takes', async () => {
    const data = new Float32Array(40 * 30 * 3).fill(0.5);
    const result = await session.run({
      document: classify,
      inputs: { image: { kind: 'image', data, height: 40, width: 30, channels: 3 } },
      taps: [],
    });
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const { image } = result.value.seen;
    if (image.kind !== 'image') throw new Error(image.kind);
    expect([...image.data].map((value) => Number(value.toFixed(4)))).toEqual(
      new Array(16).fill(0.5),
    );
  });

  it('writes its answer token by token', async () => {
    await trainOn(session, writer, { dataset: 'copies', steps: 120, learningRate: 0.05 });
    const result = await session.run({
      document: write,
      inputs: { source: { kind: 'text', text: '01' } },
      taps: ['wrote.y'],
    });
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const [output] = result.value.outputs;
    if (output.kind !== 'tokens') throw new Error(output.kind);
    expect(output.text).toBe('01');
    expect(output.tokens.map(({ text }) => text)).toEqual(['0', '1', '<end>']);
    for (const { probability } of output.tokens) expect(probability).toBeGreaterThan(0.5);
    expect(result.value.seen.written).toMatchObject({ texts: ['<start>', '0', '1'] });
    expect(result.value.seen.source).toMatchObject({ texts: ['0', '1', '<end>'] });
    expect(result.value.taps['wrote.y'].axes).toEqual(['batch', 'tokens', 'd_model']);
  });

  it.each(['train', 'reset', 'restore'] as const)(
    'writes to the end with the weights it began with when there is a %s meanwhile',
    async (name) => {
      await trainOn(session, writer, { dataset: 'copies', steps: 120, learningRate: 0.05 });
      const checkpoint = await session.checkpoint();
      const request = {
        document: write,
        inputs: { source: { kind: 'text', text: '01' } },
        taps: [],
      } as const;
      const alone = await session.run(request);
      const writing = session.run(request);
      const meanwhile = {
        train: () => trainOn(session, classifier, { steps: 1 }),
        reset: () => session.reset(),
        restore: () => session.restore({ ...checkpoint!, tensors: {} }),
      };
      await meanwhile[name]();
      const result = await writing;
      if (!result.ok || !alone.ok) throw new Error(JSON.stringify(result.diagnostics));
      expect(result.value.outputs).toEqual(alone.value.outputs);
      expect(result.value.trainedSteps).toBe(120);
    },
  );

  it('runs a broken graph as far as it is right', async () => {
    const document = documentOf(
      {
        image: ['image-input', { height: 4, width: 4, channels: 1 }],
        flat: ['flatten'],
        logits: ['linear', { units: 3 }],
        out: ['class-output'],
        lost: ['class-output'],
      },
      ['image.image > flat.x', 'flat.y > logits.x', 'logits.y > out.logits'],
    );
    const inputs = {
      image: { kind: 'image', data: new Float32Array(16), height: 4, width: 4, channels: 1 },
    } as const;
    const result = await session.run({ document, inputs, taps: [] });
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    expect(result.value.outputs.map(({ path }) => path)).toEqual(['out']);
    expect(result.diagnostics).toEqual([
      expect.objectContaining({
        code: 'input/missing',
        at: expect.objectContaining({ path: 'lost' }),
      }),
    ]);
  });

  it('says what is missing', async () => {
    const empty = await session.run({ document: documentOf({}, []), inputs: {}, taps: [] });
    expect(empty).toMatchObject({ ok: false, diagnostics: [{ severity: 'error' }] });
    const unfed = await session.run({ document: classify, inputs: {}, taps: [] });
    expect(unfed.diagnostics).toEqual([
      expect.objectContaining({ code: 'run/input', at: { path: 'image' } }),
    ]);
    const blank = await session.run({
      document: write,
      inputs: { source: { kind: 'text', text: 'no numbers' } },
      taps: [],
    });
    expect(blank.diagnostics[0].message).toBe('There is nothing to read in this text.');
  });

  it('keeps the weights that still fit, and says how many', async () => {
    await trainOn(session, classifier, { steps: 5 });
    const wider = { ...classify.nodes.logits, params: { units: 4 } };
    const changed = { ...classify, nodes: { ...classify.nodes, logits: wider } };
    const inputs = { image: { kind: 'sample', index: 0 } } as const;
    const result = await session.run({ document: changed, inputs, taps: [] });
    expect(result.diagnostics.map(({ message }) => message)).toEqual([
      '6 of 8 weights still fit and were kept; 2 start anew.',
    ]);
    // Undone, what was learned is all there.
    const back = await session.run({ document: classify, inputs, taps: [] });
    expect(back.diagnostics).toEqual([]);
  });

  it('runs while training, but not a graph that the weights in training do not fit', async () => {
    const training = trainOn(session, classifier, { steps: 100_000 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const inputs = { image: { kind: 'sample', index: 0 } } as const;
    const during = await session.run({ document: classify, inputs, taps: [] });
    expect(during.ok).toBe(true);
    const wider = { ...classify.nodes.hidden, params: { units: 5 } };
    const changed = { ...classify, nodes: { ...classify.nodes, hidden: wider } };
    const refused = await session.run({ document: changed, inputs, taps: [] });
    expect(refused.diagnostics[0].message).toContain('changed since its training began');
    await session.stop();
    expect((await training).summary.stopped).toBe(true);
  });
});

describe('sample', () => {
  it('shows an example of the test set', async () => {
    const picture = await session.sample('stripes', 2);
    expect(picture).toMatchObject({ ok: true, value: { kind: 'image', label: 'class 2' } });
    const text = await session.sample('copies', 1);
    expect(text).toMatchObject({ ok: true, value: { texts: ['1', '0', '<end>'], label: '10' } });
    expect((await session.sample('stripes', 25)).ok).toBe(false);
    expect((await session.sample('nowhere', 0)).ok).toBe(false);
  });
});
