/** What cannot be trained is told in words, at the place, with what would cure it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetLoader } from '../datasets/catalogue';
import type { Dataset, Split } from '../datasets/types';
import type { Experiment, GraphDocument } from '../graph/document';
import type { RuntimeApi } from '../protocol';
import { testDatasets } from './testing/datasets';
import { classifier, documentOf, writer } from './testing/documents';
import { experiment, startSession, trainOn, trainRequest } from './testing/startSession';

const nothing = ({ batch }: Split): Split => ({ size: 0, batch });
const wrong = (split: Split, field: string, id: number): Split => ({
  ...split,
  batch(indices) {
    const values = split.batch(indices);
    const ids = Int32Array.from(values[field]);
    ids[ids.length - 1] = id;
    return { ...values, [field]: ids };
  },
});

/** Data sets with something wrong, by id. */
const broken: Readonly<Record<string, (dataset: Dataset) => Partial<Dataset>>> = {
  untrainable: ({ train }) => ({ train: nothing(train) }),
  single: ({ train }) => ({ train: { ...train, size: 1 } }),
  unvalidated: ({ validation }) => ({ validation: nothing(validation) }),
  untested: ({ test }) => ({ test: nothing(test) }),
  unlabelled: ({ train }) => ({ train: wrong(train, 'label', 3) }),
  negative: ({ validation }) => ({ validation: wrong(validation, 'label', -1) }),
};

const loader: DatasetLoader = async (id) => {
  if (id === 'foreign') {
    const dataset = await testDatasets('copies');
    return dataset && { ...dataset, id, train: wrong(dataset.train, 'source', 5) };
  }
  const dataset = await testDatasets(id in broken ? 'stripes' : id);
  if (!dataset || !(id in broken)) return dataset;
  return { ...dataset, id, ...broken[id](dataset) };
};

/** Finds boxes. */
const finder = documentOf(
  {
    image: ['image-input', { height: 4, width: 4, channels: 1 }],
    patches: ['patch-embedding', { patch: 2, d_model: 8 }],
    where: ['linear', { units: 4 }],
    boxes: ['boxes-input', { objects: 4 }],
    loss: ['mean-squared-error'],
  },
  [
    'image.image > patches.image',
    'patches.y > where.x',
    'where.y > loss.x',
    'boxes.boxes > loss.target',
  ],
);

let session: RuntimeApi;
beforeAll(async () => {
  session = await startSession('wasm', loader);
});
afterAll(() => session.dispose());

const failure = async (document: GraphDocument, changes: Partial<Experiment>) => {
  const settings = { ...experiment, ...changes };
  const result = await session.train({ document, experiment: settings, resume: false }, () => {});
  if (result.ok) throw new Error('it was trained');
  return result.diagnostics[0];
};

describe('refused', () => {
  it('a batch that is larger than the data', async () => {
    expect(await failure(classifier, { batchSize: 512 })).toMatchObject({
      code: 'train/settings',
      message: 'The batch of 512 is larger than the 60 training examples.',
      hint: 'Use a batch of at most 60.',
      fixes: [
        {
          label: 'Set the batch to 32',
          edits: [{ kind: 'setExperiment', part: { batchSize: 32 } }],
        },
      ],
    });
    const single = await failure(classifier, { dataset: 'single' });
    expect(single.message).toBe('The batch of 8 is larger than the only training example.');
    expect(single.fixes?.[0].label).toBe('Set the batch to 1');
  });

  it.each<[Partial<Experiment>, string]>([
    [{ steps: 0 }, 'A training of no steps learns nothing'],
    [{ epochs: 0 }, 'A training of no passes over the data learns nothing'],
    [{ seconds: 0 }, 'A training of no time learns nothing'],
    [{ crop: 1.5 }, 'Pictures are moved by a whole number of pixels'],
    [{ erase: 2 }, 'The share of erased pictures must be from 0 to 1'],
    [{ mixup: -1 }, 'Mixup must be at least 0'],
  ])('%o', async (changes, message) => {
    const diagnostic = await failure(classifier, changes);
    expect(diagnostic).toMatchObject({ code: 'train/settings', severity: 'error' });
    expect(diagnostic.message).toContain(message);
    expect(diagnostic.hint).toBeTruthy();
  });

  it('mixup of tokens', async () => {
    expect(await failure(writer, { dataset: 'copies', mixup: 0.2 })).toMatchObject({
      code: 'train/settings',
      message: 'Mixup takes the mean of two inputs, and tokens have none.',
      at: { path: 'source' },
      fixes: [{ label: 'Turn mixup off', edits: [{ kind: 'setExperiment', part: { mixup: 0 } }] }],
    });
  });

  it('pictures that move where boxes are to be found', async () => {
    for (const changes of [{ flip: true }, { crop: 2 }]) {
      expect(await failure(finder, changes)).toMatchObject({
        code: 'train/settings',
        message: 'Pictures that are mirrored or moved no longer fit their boxes.',
        at: { path: 'boxes' },
        fixes: [{ edits: [{ kind: 'setExperiment', part: { flip: false, crop: 0 } }] }],
      });
    }
    // They may be erased: only the data is not there.
    expect((await failure(finder, { erase: 0.5, dataset: 'none' })).message).toContain(
      'no data set',
    );
  });

  it('data without training examples', async () => {
    const { message } = await failure(classifier, { dataset: 'untrainable' });
    expect(message).toBe('"Stripes" has no training examples.');
  });

  it.each([
    [
      'unlabelled',
      classifier,
      'label',
      'the class 3, and this block knows 3 classes, from 0 to 2.',
    ],
    ['negative', classifier, 'label', 'the class -1, and this block knows 3 classes'],
    ['foreign', writer, 'source', 'the token 5, and this block knows 5 tokens, from 0 to 4.'],
  ] as const)('an id that the graph does not know: %s', async (dataset, document, path, text) => {
    const diagnostic = await failure(document, { dataset });
    expect(diagnostic).toMatchObject({ code: 'train/data', at: { path } });
    expect(diagnostic.message).toContain(text);
  });

  it('a rate so high that the loss is no number', async () => {
    const settings = { optimizer: 'sgd', learningRate: 1e6, warmupSteps: 0 } as const;
    const diagnostic = await failure(classifier, settings);
    expect(diagnostic.code).toBe('train/not-finite');
    expect(diagnostic.hint).toContain(
      'Lower the learning rate from 1000000, for example to 100000',
    );
  });
});

describe('trained all the same', () => {
  it('without validation: there is no best', async () => {
    const trained = await trainOn(session, classifier, { dataset: 'unvalidated', keepBest: true });
    expect(trained.summary).toMatchObject({ best: null, weightsOf: 40, test: { examples: 25 } });
    expect(trained.events.some(({ kind }) => kind === 'validation')).toBe(false);
    expect(trained.notes.map(({ message }) => message)).toEqual([
      '"Stripes" has no examples to validate on: none are tried on the way, and the last weights are kept instead of the best.',
    ]);
  });

  it('without a test', async () => {
    const trained = await trainOn(session, classifier, { dataset: 'untested' });
    expect(trained.summary).toMatchObject({ test: null, stopped: false, best: { metric: {} } });
    expect(trained.notes[0].message).toBe('"Stripes" has no test examples: the end is not tried.');
  });

  it('beside others that fail on the way', async () => {
    const inSlot = (slot: string) => ({ document: classifier, resume: false, slot });
    const bad = session.train(
      { ...inSlot('bad'), experiment: { ...experiment, dataset: 'unlabelled' } },
      () => {},
    );
    const good = await trainRequest(session, inSlot('good'), { steps: 60 });
    expect((await bad).ok).toBe(false);
    expect(good.summary.steps).toBe(60);
  });
});
