/** A user's own data is trained on as any other. */
import { afterEach, expect, it } from 'vitest';
import type { DatasetLoader } from '../datasets/catalogue';
import { loadKept } from '../datasets/own/testing/importing';
import { createRandom } from '../graph/random';
import type { RuntimeApi } from '../protocol';
import { documentOf } from './testing/documents';
import { experiment, startSession, trainOn } from './testing/startSession';

let session: RuntimeApi | undefined;
afterEach(() => session?.dispose());

function loaderOf(files: Readonly<Record<string, string>>): DatasetLoader {
  return async (id, request) =>
    id === 'own:mine' ? (await loadKept(files, {}, request?.needs)).dataset : null;
}

const random = createRandom('points');
const points = Array.from({ length: 120 }, (_, row) => {
  const kind = row % 2;
  const [x, y] = [random.normal() + 400 * kind, (random.normal() - 4 * kind) / 1000];
  return `${x},${y},${kind ? 'far' : 'near'}`;
}).join('\n');

/** A row of a table as one token of two numbers. */
const rowClassifier = documentOf(
  {
    row: ['sequence-input', { tokens: 1, features: 2 }],
    flat: ['flatten'],
    logits: ['linear', { units: 2 }],
    out: ['class-output'],
    label: ['label-input', { classes: 2 }],
    loss: ['cross-entropy'],
  },
  [
    'row.sequence > flat.x',
    'flat.y > logits.x',
    'logits.y > out.logits',
    'logits.y > loss.logits',
    'label.labels > loss.labels',
  ],
);

it('a table of numbers of any size is learned', async () => {
  session = await startSession('cpu', loaderOf({ 't.csv': `x,y,kind\n${points}\n` }));
  const { summary } = await trainOn(session, rowClassifier, { dataset: 'own:mine' });
  expect(summary.test).toEqual({ metric: { kind: 'accuracy', value: 1 }, examples: 12 });
});

it('a run names the classes as the data does, before any training', async () => {
  session = await startSession('cpu', loaderOf({ 't.csv': `x,y,kind\n${points}\n` }));
  const document = { ...rowClassifier, experiment: { ...experiment, dataset: 'own:mine' } };
  const inputs = { row: { kind: 'tensor', data: Float32Array.of(1, 1), shape: [1, 2] } } as const;
  const result = await session.run({ document, inputs, taps: [] });
  if (!result.ok) throw new Error(result.diagnostics[0].message);
  const [output] = result.value.outputs;
  const labels = output.kind === 'classes' ? output.top.map(({ label }) => label) : [];
  expect(labels.toSorted()).toEqual(['far', 'near']);
});

it('data that is not on this computer is named', async () => {
  session = await startSession('cpu', async () => null);
  const request = {
    document: rowClassifier,
    experiment: { ...experiment, dataset: 'own:cats-and-dogs-0000000a' },
    resume: false,
  };
  const result = await session.train(request, () => {});
  expect(result.diagnostics[0]).toMatchObject({
    code: 'data/missing',
    message:
      'This graph was trained on your own data “Cats and dogs”, which is not on this computer.',
  });
});
