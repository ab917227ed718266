/** Data that does not fit as it is, is not there, or names its classes. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DatasetLoader, DatasetRequest } from '../datasets/catalogue';
import { MissingPackError } from '../datasets/packs';
import { loadFromDisk } from '../datasets/testing/diskReader';
import type { Dataset, InputNeed } from '../datasets/types';
import type { RunResult, RuntimeApi } from '../protocol';
import { testDatasets } from './testing/datasets';
import { classifier } from './testing/documents';
import { experiment, startSession, trainOn } from './testing/startSession';

let session: RuntimeApi | undefined;
afterEach(async () => {
  await session?.dispose();
  session = undefined;
});

async function start(loader?: DatasetLoader): Promise<RuntimeApi> {
  session = await startSession('cpu', loader);
  return session;
}

/** The classifier with pictures of another size, or classes of other names. */
function classifierOf(image: readonly [number, number, number], names = 'none'): typeof classifier {
  const [height, width, channels] = image;
  const { nodes } = classifier;
  return {
    ...classifier,
    nodes: {
      ...nodes,
      image: { ...nodes.image, params: { height, width, channels } },
      out: { ...nodes.out, params: { names } },
    },
  };
}

describe('pictures of another size', () => {
  it('are resized and turned into colours where the experiment says so, and learned', async () => {
    const changes = { resizeImages: true, convertChannels: true, steps: 60 };
    const { points } = await trainOn(await start(), classifierOf([6, 8, 3]), changes);
    const last = points.slice(-10).map(({ loss }) => loss);
    expect(points[0].loss).toBeGreaterThan(0.8);
    expect(last.reduce((sum, loss) => sum + loss, 0) / 10).toBeLessThan(0.3);
  });

  it('are refused where it does not, with a way out', async () => {
    const request = { document: classifierOf([6, 8, 3]), experiment, resume: false };
    const result = await (await start()).train(request, () => {});
    expect(result.diagnostics).toMatchObject([
      {
        code: 'train/data',
        severity: 'error',
        message: 'This block takes height 6, width 8, channels 3; Stripes has 4, 4, 1.',
        fixes: [
          {
            label: 'Resize the pictures to 6 x 8 and turn them into RGB',
            edits: [{ kind: 'setExperiment', part: { resizeImages: true, convertChannels: true } }],
          },
          { label: 'Change the block to 4 x 4 x 1' },
        ],
      },
    ]);
  });
});

describe('a data pack that the site lacks', () => {
  const lacking: DatasetLoader = async (id) => {
    if (id === 'cifar10') throw new MissingPackError('cifar10');
    return testDatasets(id);
  };
  const expected = {
    ok: false,
    diagnostics: [
      {
        code: 'run/pack',
        message: 'This site does not have all of CIFAR-10.',
        hint: expect.stringContaining('npm run data -- cifar10'),
        fixes: [{ label: 'Use the small part' }],
      },
    ],
  };

  it('is not asked for by a graph that it would not fit', async () => {
    const loader = vi.fn(lacking);
    const settings = { ...experiment, dataset: 'cifar10' };
    const request = { document: classifier, experiment: settings, resume: false };
    expect(await (await start(loader)).train(request, () => {})).toMatchObject({
      diagnostics: [{ code: 'train/data' }, { code: 'train/data' }],
    });
    expect(loader).not.toHaveBeenCalled();
  });

  it('is told when it is trained on, run on, and looked through', async () => {
    const ready = await start(lacking);
    const settings = { ...experiment, dataset: 'cifar10' };
    const photographs = classifierOf([32, 32, 3]);
    const { nodes } = photographs;
    const label = { ...nodes.label, params: { classes: 10 } };
    const document = { ...photographs, nodes: { ...nodes, label }, experiment: settings };
    const request = { document, experiment: settings, resume: false };
    expect(await ready.train(request, () => {})).toMatchObject(expected);
    const inputs = { image: { kind: 'sample', index: 0 } } as const;
    expect(await ready.run({ document, inputs, taps: [] })).toMatchObject(expected);
    expect(await ready.sample('cifar10', 0)).toMatchObject(expected);
  });
});

describe('names of classes', () => {
  const picture = {
    kind: 'image',
    data: new Float32Array(16),
    height: 4,
    width: 4,
    channels: 1,
  } as const;
  const labelsOf = ({ outputs }: RunResult): string[] => {
    const [output] = outputs;
    if (output.kind !== 'classes') throw new Error(output.kind);
    return [...output.top].sort((a, b) => a.index - b.index).map(({ label }) => label);
  };
  const run = async (
    ready: RuntimeApi,
    names: string,
    dataset?: string,
    input: Parameters<RuntimeApi['run']>[0]['inputs'][string] = picture,
  ) => {
    const document = {
      ...classifierOf([4, 4, 1], names),
      ...(dataset !== undefined && { experiment: { ...experiment, dataset } }),
    };
    const result = await ready.run({ document, inputs: { image: input }, taps: [] });
    if (!result.ok) throw new Error(result.diagnostics[0].message);
    return labelsOf(result.value);
  };

  it.each([
    ['fashion-mnist', undefined, ['T-shirt/top', 'Trouser', 'Pullover']],
    ['cifar10', undefined, ['airplane', 'automobile', 'bird']],
    ['none', 'fashion-mnist', ['class 0', 'class 1', 'class 2']],
    // Of the data of the experiment, which need not be loaded.
    ['data', 'fashion-mnist-full', ['T-shirt/top', 'Trouser', 'Pullover']],
    ['data', 'shapes', ['different', 'same', 'class 2']],
    ['data', 'mnist', ['0', '1', '2']],
    ['data', 'reverse-digits', ['class 0', 'class 1', 'class 2']],
    // Where a run takes its pictures from when nothing is said.
    ['data', undefined, ['0', '1', '2']],
  ])('called "%s", with data %s, are %j', async (names, dataset, expected) => {
    const loader = vi.fn(testDatasets);
    expect(await run(await start(loader), names, dataset)).toEqual(expected);
    expect(loader).not.toHaveBeenCalled();
  });

  it('are those of the loaded data, where that is not known before', async () => {
    const named: DatasetLoader = async () => {
      const stripes = (await testDatasets('stripes')) as Dataset;
      const label = {
        kind: 'class',
        classes: 3,
        labels: '',
        names: ['top', 'middle', 'low'],
      } as const;
      return { ...stripes, fields: { ...stripes.fields, label } };
    };
    const ready = await start(named);
    const sample = { kind: 'sample', index: 1 } as const;
    expect(await run(ready, 'data', 'mine', sample)).toEqual(['top', 'middle', 'low']);
    expect(await ready.sample('mine', 1)).toMatchObject({ ok: true, value: { label: 'middle' } });
  });
});

describe('sample', () => {
  it('asks for what the graph needs', async () => {
    const requests: DatasetRequest[] = [];
    const loader: DatasetLoader = async (id, request = {}) => {
      requests.push(request);
      return loadFromDisk(id, request);
    };
    const ready = await start(loader);
    const needs: InputNeed[] = [
      { path: 'image', field: 'image', role: 'image', shape: [32, 64, 1] },
    ];
    expect(await ready.sample('digit-boxes', 3, needs)).toMatchObject({
      ok: true,
      value: {
        kind: 'image',
        height: 32,
        width: 64,
        channels: 1,
        label: expect.stringMatching(/^\d(, \d)*$/),
      },
    });
    expect(requests).toEqual([{ needs }]);
  });

  it.each([
    ['digits-8x8', 8, 1, '0'],
    ['mnist', 28, 1, '7'],
    ['fashion-mnist', 28, 1, 'T-shirt/top'],
    ['cifar10-small', 32, 3, 'airplane'],
    ['shapes', 28, 1, 'same'],
  ])('shows %s with the name of its class', async (id, side, channels, label) => {
    const found = await (await start(loadFromDisk)).sample(id, 0);
    expect(found).toMatchObject({
      ok: true,
      value: { kind: 'image', height: side, width: side, channels, label },
    });
  });
});
