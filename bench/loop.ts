/**
 * How much of a training step the loop takes beside the computation itself: a ViT-S step (12 layers,
 * width 384, 6 heads, 197 tokens) on the WebAssembly backend, one thread, in Node.
 * `npm run bench bench/loop.ts [batch=1] [rounds=3] [steps=6]`
 */
import { preset } from '../presets/vit-b-16';
import { optimizerOf } from '../runtime/compiler/optimizer';
import type { Dataset, Split } from '../runtime/datasets/types';
import type { Experiment } from '../runtime/graph/document';
import { createRandom } from '../runtime/graph/random';
import { startBackend } from '../runtime/session/backend/ladder';
import { checkSize } from '../runtime/session/checkExperiment';
import type { SessionContext } from '../runtime/session/context';
import { createTrainControl } from '../runtime/session/control';
import { bindBatch } from '../runtime/session/evaluate';
import { median } from '../runtime/session/meter';
import { createModelCache } from '../runtime/session/models';
import { scalarsAt } from '../runtime/session/schedule';
import { nodeEnvironment } from '../runtime/session/testing/startSession';
import { train } from '../runtime/session/train';
import { createTurnstile } from '../runtime/session/turnstile';
import { createShaders } from '../runtime/session/warmUp';
import { createWeightStore } from '../runtime/session/weights';

const words = new Map(process.argv.slice(3).map((word) => word.split('=') as [string, string]));
const number = (name: string, absent: number) => Number(words.get(name) ?? absent);
const batch = number('batch', 1);
const rounds = number('rounds', 3);
const steps = number('steps', 6);

const sizes: Readonly<Record<string, number>> = { d_model: 384, d_ff: 1536, heads: 6, layers: 12 };
const document = {
  ...preset.document,
  hyperparameters: preset.document.hyperparameters.map((each) => ({
    ...each,
    value: sizes[each.name] ?? each.value,
  })),
};
const SIDE = 224;
const CLASSES = 1000;

/** Milliseconds by the clock, and of processor time, which other work on the machine changes less. */
interface Moment {
  readonly clock: number;
  readonly processor: number;
}

function moment(): Moment {
  const { user, system } = process.cpuUsage();
  return { clock: performance.now(), processor: (user + system) / 1000 };
}

function since(from: Moment, to = moment()): Moment {
  return { clock: to.clock - from.clock, processor: to.processor - from.processor };
}

/** When each training batch was asked for. */
let asked: Moment[] = [];
const random = createRandom(1);
const pictures = Float32Array.from({ length: 8 * SIDE * SIDE * 3 }, () => random.next());
const none: Split = { size: 0, batch: () => ({}) };
const dataset: Dataset = {
  id: 'noise',
  title: 'Noise',
  fields: {
    image: { kind: 'image', height: SIDE, width: SIDE, channels: 3 },
    label: { kind: 'class', classes: CLASSES, labels: 'none' },
  },
  train: {
    size: 8,
    batch(indices) {
      asked.push(moment());
      const image = new Float32Array(indices.length * SIDE * SIDE * 3);
      indices.forEach((index, row) => {
        const from = index * SIDE * SIDE * 3;
        image.set(pictures.subarray(from, from + SIDE * SIDE * 3), row * SIDE * SIDE * 3);
      });
      return { image, label: Int32Array.from(indices) };
    },
  },
  validation: none,
  test: none,
};

const started = await startBackend({ prefer: 'wasm' }, nodeEnvironment);
if (!started.ok) throw new Error(started.diagnostics[0].message);
const backend = started.value;
const { tf } = backend;
const models = createModelCache(tf, backend.report);
const weights = createWeightStore(tf);
const context: SessionContext = {
  backend,
  models,
  weights,
  turnstile: createTurnstile(),
  shaders: createShaders(),
  loadDataset: async () => dataset,
  readPack: () => Promise.reject(new Error('there is no pack')),
  heartbeat: { allow() {} },
  now: () => performance.now(),
  exclusively: (work) => work(),
};
const experiment: Experiment = {
  dataset: 'noise',
  batchSize: batch,
  steps,
  optimizer: 'adam',
  learningRate: 1e-5,
  warmupSteps: 0,
  seed: 1,
};
const tooLarge = checkSize(dataset, experiment);
if (tooLarge) throw new Error(tooLarge.message);

/** From one step of the loop to the next, the first left out: it makes what the others use. */
async function timeLoop(resume: boolean): Promise<Moment[]> {
  asked = [];
  const request = { document, experiment, resume };
  const result = await train(context, request, () => {}, createTrainControl());
  if (!result.ok) throw new Error(result.diagnostics[0].message);
  return asked.slice(2).map((at, index) => since(asked[index + 1], at));
}

/** The same plan on the same weights: run, take over, read the loss. */
function timeAlone(): Moment[] {
  const options = { purpose: 'train', batch, optimizer: optimizerOf(experiment) } as const;
  const model = models.get(document, { ...options, mixLabels: false });
  if (!model.ok) throw new Error(model.diagnostics[0].message);
  const { executor } = model.value;
  const { program } = executor.plan;
  weights.fit(program, experiment.seed);
  const indices = Array.from({ length: batch }, (_, index) => index);
  const { bind, dispose } = bindBatch(tf, program, weights, dataset.train.batch(indices));
  const times: Moment[] = [];
  for (let step = 0; step < steps; step++) {
    const scalars = scalarsAt(step, experiment.learningRate, experiment);
    const from = moment();
    const { outputs, updates } = executor.run(
      (leaf) => (leaf.kind === 'scalar' ? scalars[leaf.name] : bind(leaf)),
      { step, seed: 1 },
    );
    weights.commit(updates, weights.step + 1);
    for (const { tensor } of outputs) tensor.dataSync();
    times.push(since(from));
    tf.dispose(outputs.map(({ tensor }) => tensor));
  }
  dispose();
  return times.slice(1);
}

const loop: Moment[] = [];
const alone: Moment[] = [];
for (let round = 0; round < rounds; round++) {
  loop.push(...(await timeLoop(round > 0)));
  alone.push(...timeAlone());
}
print(`ViT-S, batch ${batch}, ${loop.length} steps of the loop, ${alone.length} alone`);
const figures = { min: (times: readonly number[]) => Math.min(...times), median };
for (const clock of ['processor', 'clock'] as const) {
  for (const [name, figure] of Object.entries(figures)) {
    const [whole, part] = [loop, alone].map((times) => figure(times.map((each) => each[clock])));
    const share = ((100 * (whole - part)) / whole).toFixed(1);
    print(
      `${clock}, ${name}: a step of the loop ${whole.toFixed(0)} ms, the plan alone and its read-back ${part.toFixed(0)} ms, beside it ${share} %`,
    );
  }
}
weights.clear();
models.clear();

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
