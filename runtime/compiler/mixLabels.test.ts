import type * as tfjs from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GraphDocument } from '../graph/document';
import { createRandom } from '../graph/random';
import { sizeOf } from '../graph/types';
import { startBackend } from '../kernels/testing/startBackend';
import { initialValues } from '../session/initialize';
import { classifier, documentOf, repeater } from '../session/testing/documents';
import { type CompileOptions, compile } from './compile';
import { createExecutor, toTensor } from './execute';
import { MIX } from './mixLabels';

let tf: typeof tfjs;
beforeAll(async () => {
  ({ tf } = await startBackend('wasm'));
});

const BATCH = 6;
const MIXED = 0.3;

/** Boxes and classes of a set, whose loss matches one with the other. */
const detector = documentOf(
  {
    image: ['image-input', { height: 4, width: 4, channels: 1 }],
    patches: ['patch-embedding', { patch: 2, d_model: 8 }],
    classes: ['linear', { units: 3 }],
    where: ['box-head'],
    labels: ['box-labels-input', { objects: 2, classes: 2 }],
    boxes: ['boxes-input', { objects: 2 }],
    loss: ['set-loss'],
  },
  [
    'image.image > patches.image',
    'patches.y > classes.x',
    'patches.y > where.x',
    'classes.y > loss.logits',
    'where.boxes > loss.boxes',
    'labels.labels > loss.labels',
    'boxes.boxes > loss.target_boxes',
  ],
);

type Answers = Readonly<Record<string, readonly number[]>>;

/** One step of SGD with a learning rate of 1: what it tells, and the new weights. */
async function step(
  document: GraphDocument,
  options: Partial<CompileOptions>,
  answers: Answers,
  partners: Answers = answers,
) {
  const compiled = compile(document, {
    purpose: 'train',
    batch: BATCH,
    optimizer: { kind: 'sgd' },
    ...options,
  });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  const executor = createExecutor(tf, compiled.value.plan);
  const { program } = executor.plan;
  const fed: tfjs.Tensor[] = [];
  const { outputs, updates } = executor.run(
    (leaf) => {
      if (leaf.kind === 'scalar') return leaf.name === MIX ? MIXED : 1;
      const type = program.types[leaf.value];
      const size = sizeOf(type.shape);
      let data: Float32Array = new Float32Array(size);
      if (leaf.kind === 'weight') data = initialValues(3, leaf.name, type.shape, leaf.initializer);
      else if (leaf.kind === 'input') {
        const given = (leaf.spec.partner ? partners : answers)[leaf.name];
        const random = createRandom(leaf.name);
        data = given ? Float32Array.from(given) : data.map(() => random.next());
      }
      fed.push(toTensor(tf, type.dtype === 'int32' ? Int32Array.from(data) : data, type));
      return fed[fed.length - 1];
    },
    { step: 4, seed: 9 },
  );
  const told = Object.fromEntries(
    outputs.map(({ spec, tensor }) => [spec.name, tensor.dataSync()[0]]),
  );
  const weights = [...updates].map(([name, tensor]) => [name, tensor.dataSync()] as const);
  tf.dispose([...fed, ...outputs.map(({ tensor }) => tensor), ...updates.values()]);
  executor.dispose();
  return { told, weights: new Map(weights), leaves: program.leaves };
}

const range = (length: number, at: (index: number) => number) =>
  Array.from({ length }, (_, i) => at(i));

describe('mixLabels', () => {
  it.each<[string, GraphDocument, Answers, Answers]>([
    [
      'of classes, with batch norm and dropout',
      classifier,
      { label: range(BATCH, (i) => i % 3) },
      { label: range(BATCH, (i) => (i + 1) % 3) },
    ],
    [
      'of a set of boxes',
      detector,
      {
        labels: range(2 * BATCH, (i) => (i % 3) - 1),
        boxes: range(8 * BATCH, (i) => 0.2 + 0.05 * (i % 7)),
      },
      {
        labels: range(2 * BATCH, (i) => i % 2),
        boxes: range(8 * BATCH, (i) => 0.6 - 0.05 * (i % 5)),
      },
    ],
  ])('gives the mean of two losses and of their gradients: %s', async (_, document, one, other) => {
    const [first, second] = [await step(document, {}, one), await step(document, {}, other)];
    const mixed = await step(document, { mixLabels: true }, one, other);
    const mean = (a: number, b: number) => MIXED * a + (1 - MIXED) * b;
    expect(first.told.loss).not.toBeCloseTo(second.told.loss, 3);
    expect(mixed.told.loss).toBeCloseTo(mean(first.told.loss, second.told.loss), 5);
    // Metrics are those of the first answers.
    expect(mixed.told.accuracy).toBe(first.told.accuracy);
    expect([...mixed.weights.keys()].sort()).toEqual([...first.weights.keys()].sort());
    let moved = 0;
    for (const [name, values] of mixed.weights) {
      const [a, b] = [first.weights.get(name), second.weights.get(name)];
      values.forEach((value, i) => {
        expect(value).toBeCloseTo(mean(a?.[i] ?? Number.NaN, b?.[i] ?? Number.NaN), 4);
        moved = Math.max(moved, Math.abs((a?.[i] ?? 0) - (b?.[i] ?? 0)));
      });
    }
    expect(moved).toBeGreaterThan(0.01);
  });

  it('leaves a loss alone that depends on no answers', async () => {
    const plain = await step(repeater, {}, {});
    const mixed = await step(repeater, { mixLabels: true }, {});
    expect(mixed.leaves.map(({ kind }) => kind)).toEqual(plain.leaves.map(({ kind }) => kind));
    expect(mixed.told).toEqual(plain.told);
  });

  it('asks for the second answers in leaves of the same names', async () => {
    const { leaves } = await step(
      classifier,
      { mixLabels: true },
      { label: range(BATCH, () => 0) },
    );
    const labels = leaves.filter((leaf) => leaf.kind === 'input' && leaf.spec.role === 'labels');
    expect(labels).toMatchObject([
      { name: 'label', spec: { field: 'label' } },
      { name: 'label', spec: { field: 'label', partner: true } },
    ]);
  });
});

describe('the length of the gradient', () => {
  it('is told without changing a digit of the step', async () => {
    const answers = { label: range(BATCH, (i) => i % 3) };
    const plain = await step(classifier, {}, answers);
    const told = await step(classifier, { gradientNorm: true }, answers);
    expect(plain.told).not.toHaveProperty('gradient norm');
    expect(told.told.loss).toBe(plain.told.loss);
    expect(told.weights).toEqual(plain.weights);
    // With a learning rate of 1 the step is the gradient; running statistics have none.
    const start = (name: string) => {
      const leaf = told.leaves.find((each) => each.kind === 'weight' && each.name === name);
      return leaf?.kind === 'weight' && leaf.trainable ? leaf : null;
    };
    let sum = 0;
    for (const [name, values] of told.weights) {
      const leaf = start(name);
      if (!leaf) continue;
      const before = initialValues(3, name, [values.length], leaf.initializer);
      values.forEach((value, i) => {
        sum += (value - before[i]) ** 2;
      });
    }
    expect(told.told['gradient norm']).toBeCloseTo(Math.sqrt(sum), 4);
  });

  it('is told before it is clipped', async () => {
    const answers = { label: range(BATCH, (i) => i % 3) };
    const free = await step(classifier, { gradientNorm: true }, answers);
    const clip = { kind: 'sgd', clipNorm: 1e-3 } as const;
    const clipped = await step(classifier, { gradientNorm: true, optimizer: clip }, answers);
    expect(clipped.told['gradient norm']).toBe(free.told['gradient norm']);
    expect(clipped.weights).not.toEqual(free.weights);
    const silent = await step(classifier, { optimizer: clip }, answers);
    expect(silent.weights).toEqual(clipped.weights);
  });
});
