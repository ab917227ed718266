/**
 * One training step (forward, backward, Adam) of one ViT-B encoder block on the wasm backend: our
 * program and kernels against stock tfjs with its own gradients and optimiser, the same maths.
 * `npx tsx bench/vit-block.ts [rounds]`; the two sides run in turn, each in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type * as tfjs from '@tensorflow/tfjs-core';
import { differentiate } from '../runtime/compiler/differentiate';
import { createExecutor } from '../runtime/compiler/execute';
import { optimize } from '../runtime/compiler/optimize';
import { EPSILON, STEP_SIZE } from '../runtime/compiler/optimizer';
import { plan } from '../runtime/compiler/plan';
import { createReporter } from '../runtime/compiler/reporter';
import { createRandom } from '../runtime/graph/random';
import { sizeOf } from '../runtime/graph/types';
import { startBackend } from '../runtime/kernels/testing/startBackend';
import { createProgramBuilder } from '../runtime/ops/createOpBuilder';
import type { Program } from '../runtime/ops/program';
import type { Value } from '../runtime/ops/types';

const TOKENS = 197;
const WIDTH = 768;
const HEADS = 12;
const HIDDEN = 3072;
const EPS = 1e-6;
const LEARNING_RATE = 1e-3;

const weightShapes: Readonly<Record<string, number[]>> = {
  'norm1/gamma': [WIDTH],
  'norm1/beta': [WIDTH],
  'query/kernel': [WIDTH, WIDTH],
  'query/bias': [WIDTH],
  'key/kernel': [WIDTH, WIDTH],
  'key/bias': [WIDTH],
  'value/kernel': [WIDTH, WIDTH],
  'value/bias': [WIDTH],
  'output/kernel': [WIDTH, WIDTH],
  'output/bias': [WIDTH],
  'norm2/gamma': [WIDTH],
  'norm2/beta': [WIDTH],
  'expand/kernel': [WIDTH, HIDDEN],
  'expand/bias': [HIDDEN],
  'contract/kernel': [HIDDEN, WIDTH],
  'contract/bias': [WIDTH],
};

/** The same starting values on both sides. */
function startingValues(name: string, shape: readonly number[]): Float32Array {
  const random = createRandom(name);
  const center = name.endsWith('gamma') ? 1 : 0;
  const spread = shape.length === 2 ? 1 / Math.sqrt(shape[0]!) : 0.02;
  return Float32Array.from({ length: sizeOf(shape) }, () => center + spread * random.normal());
}

function buildProgram(): Program {
  const builder = createProgramBuilder();
  const b = builder.ops;
  const float = (shape: number[]) => ({ shape, dtype: 'float32' as const });
  const x = builder.addLeaf(
    { kind: 'input', name: 'x', spec: { role: 'image', field: 'image' } },
    float([1, TOKENS, WIDTH]),
  );
  const weight = (name: string) =>
    builder.addLeaf(
      { kind: 'weight', name, initializer: { kind: 'zeros' }, trainable: true },
      float(weightShapes[name]!),
    );
  const norm = (value: Value, name: string) =>
    b.add([
      b.mul([b.normalize([value], { eps: EPS }), weight(`${name}/gamma`)]),
      weight(`${name}/beta`),
    ]);
  const linear = (value: Value, name: string) => {
    const flat = b.reshape([value], { shape: [TOKENS, value.shape.at(-1)!] });
    const y = b.add([b.matmul([flat, weight(`${name}/kernel`)]), weight(`${name}/bias`)]);
    return b.reshape([y], { shape: [1, TOKENS, y.shape[1]!] });
  };
  const split = (value: Value) =>
    b.transpose([b.reshape([value], { shape: [1, TOKENS, HEADS, WIDTH / HEADS] })], {
      perm: [0, 2, 1, 3],
    });

  const normed = norm(x, 'norm1');
  const query = b.scale([split(linear(normed, 'query'))], { factor: 1 / Math.sqrt(WIDTH / HEADS) });
  const scores = b.matmul([query, split(linear(normed, 'key'))], { transposeB: true });
  const mixed = b.matmul([b.softmax([scores]), split(linear(normed, 'value'))]);
  const merged = b.reshape([b.transpose([mixed], { perm: [0, 2, 1, 3] })], {
    shape: [1, TOKENS, WIDTH],
  });
  const attended = b.add([x, linear(merged, 'output')]);
  const hidden = b.gelu([linear(norm(attended, 'norm2'), 'expand')]);
  const y = b.add([attended, linear(hidden, 'contract')]);
  const loss = b.mean([b.square([y])], { axes: [0, 1, 2] });
  const forward = builder.finish({
    outputs: [{ path: 'loss', value: loss.id, kind: 'loss', name: 'loss' }],
    updates: [],
    taps: {},
  });
  const program = differentiate(forward, { kind: 'adam' }, createReporter());
  if (!program) throw new Error('The block has no gradient.');
  return optimize(program, [loss.id, ...program.updates.map(({ value }) => value)]);
}

/** A step answers its loss. */
type Step = (step: number) => number;

function prepareOurs(tf: typeof tfjs): Step {
  const program = buildProgram();
  const executor = createExecutor(tf, plan(program));
  const state = new Map<string, tfjs.Tensor>();
  for (const leaf of program.leaves) {
    if (leaf.kind === 'constant' || leaf.kind === 'scalar') continue;
    const { shape } = program.types[leaf.value]!;
    const values =
      leaf.kind === 'slot' ? new Float32Array(sizeOf(shape)) : startingValues(leaf.name, shape);
    state.set(leaf.name, tf.tensor(values, [...shape]));
  }
  return (step) => {
    const scalars: Readonly<Record<string, number>> = {
      [STEP_SIZE]: (LEARNING_RATE * Math.sqrt(1 - 0.999 ** (step + 1))) / (1 - 0.9 ** (step + 1)),
      [EPSILON]: 1e-7 * Math.sqrt(1 - 0.999 ** (step + 1)),
    };
    const execution = executor.run(
      (leaf) => (leaf.kind === 'scalar' ? scalars[leaf.name]! : state.get(leaf.name)!),
      { step, seed: 0 },
    );
    for (const [name, tensor] of execution.updates) {
      state.get(name)?.dispose();
      state.set(name, tensor);
    }
    const loss = execution.outputs[0]!.tensor;
    const [value] = loss.dataSync();
    loss.dispose();
    return value!;
  };
}

function prepareStock(tf: typeof tfjs): Step {
  const x = tf.tensor(startingValues('x', [1, TOKENS, WIDTH]), [TOKENS, WIDTH]);
  const weights = Object.fromEntries(
    Object.entries(weightShapes).map(([name, shape]) => [
      name,
      tf.variable(tf.tensor(startingValues(name, shape), shape)),
    ]),
  );
  const norm = (value: tfjs.Tensor, name: string) => {
    const { mean, variance } = tf.moments(value, -1, true);
    const normed = tf.mul(tf.sub(value, mean), tf.rsqrt(tf.add(variance, EPS)));
    return tf.add(tf.mul(normed, weights[`${name}/gamma`]!), weights[`${name}/beta`]!);
  };
  const linear = (value: tfjs.Tensor, name: string) =>
    tf.add(tf.matMul(value, weights[`${name}/kernel`]!), weights[`${name}/bias`]!);
  const split = (value: tfjs.Tensor) =>
    tf.transpose(tf.reshape(value, [TOKENS, HEADS, WIDTH / HEADS]), [1, 0, 2]);
  const gelu = (value: tfjs.Tensor) =>
    tf.mul(tf.mul(value, 0.5), tf.add(tf.erf(tf.mul(value, Math.SQRT1_2)), 1));
  const lossOf = (): tfjs.Scalar => {
    const normed = norm(x, 'norm1');
    const query = tf.mul(split(linear(normed, 'query')), 1 / Math.sqrt(WIDTH / HEADS));
    const scores = tf.matMul(query, split(linear(normed, 'key')), false, true);
    const mixed = tf.matMul(tf.softmax(scores), split(linear(normed, 'value')));
    const merged = tf.reshape(tf.transpose(mixed, [1, 0, 2]), [TOKENS, WIDTH]);
    const attended = tf.add(x, linear(merged, 'output'));
    const hidden = gelu(linear(norm(attended, 'norm2'), 'expand'));
    return tf.mean(tf.square(tf.add(attended, linear(hidden, 'contract'))));
  };
  const optimizer = tf.train.adam(LEARNING_RATE);
  return () => {
    const loss = optimizer.minimize(lossOf, true)!;
    const [value] = loss.dataSync();
    loss.dispose();
    return value!;
  };
}

interface Measurement {
  /** Milliseconds of wall clock, and of processor time, which other programs disturb less. */
  readonly times: number[];
  readonly cpuTimes: number[];
  readonly losses: number[];
}

async function measure(side: 'ours' | 'stock'): Promise<Measurement> {
  const { tf } = await startBackend('wasm', { patched: side === 'ours' });
  // The whole of tfjs registers the gradients with the same core.
  if (side === 'stock') await import('@tensorflow/tfjs');
  const runStep = side === 'ours' ? prepareOurs(tf) : prepareStock(tf);
  const times: number[] = [];
  const cpuTimes: number[] = [];
  const losses: number[] = [];
  // The first step builds XNNPACK operators and lets the loops be compiled.
  for (let step = 0; step < 4; step++) {
    const start = performance.now();
    const cpuStart = process.cpuUsage();
    losses.push(runStep(step));
    if (step === 0) continue;
    const { user, system } = process.cpuUsage(cpuStart);
    cpuTimes.push((user + system) / 1000);
    times.push(performance.now() - start);
  }
  return { times, cpuTimes, losses };
}

function measureApart(side: string): Measurement {
  const child = spawnSync(
    process.execPath,
    [...process.execArgv, fileURLToPath(import.meta.url), side],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (child.status !== 0) throw new Error(child.stderr.slice(-1000));
  return JSON.parse(child.stdout.slice(child.stdout.lastIndexOf('\n{')));
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const show = (ms: number) => ms.toFixed(0);

async function main(): Promise<void> {
  const argument = process.argv[2];
  if (argument === 'ours' || argument === 'stock') {
    console.log(`\n${JSON.stringify(await measure(argument))}`);
    return;
  }
  const rounds = Number(argument ?? 3);
  const measured = { ours: [] as Measurement[], stock: [] as Measurement[] };
  for (let round = 0; round < rounds; round++) {
    measured.ours.push(measureApart('ours'));
    measured.stock.push(measureApart('stock'));
  }
  console.log(`One training step of a ViT-B block on wasm, ${rounds} rounds of 3 steps, ms:`);
  for (const [clock, label] of [
    ['times', 'wall clock'],
    ['cpuTimes', 'processor'],
  ] as const) {
    const ours = measured.ours.flatMap((each) => each[clock]);
    const stock = measured.stock.flatMap((each) => each[clock]);
    const ratio = median(stock) / median(ours);
    const bestRatio = Math.min(...stock) / Math.min(...ours);
    console.log(
      `${label}: ours min ${show(Math.min(...ours))}, median ${show(median(ours))}; ` +
        `stock min ${show(Math.min(...stock))}, median ${show(median(stock))}; ` +
        `stock / ours ${ratio.toFixed(1)} (medians), ${bestRatio.toFixed(1)} (minima)`,
    );
  }
  const [ours, stock] = [measured.ours[0]!.losses, measured.stock[0]!.losses];
  console.log(`losses: ours ${ours.join(', ')}; stock ${stock.join(', ')}`);
}

await main();
