/** PyTorch's optimisers (fixtures/reference/optimizers) against ours, on one backend. */
import { beforeAll, describe, expect, it } from 'vitest';
import { differentiate } from '../../compiler/differentiate';
import { createExecutor } from '../../compiler/execute';
import { optimize } from '../../compiler/optimize';
import { optimizerOf } from '../../compiler/optimizer';
import { plan } from '../../compiler/plan';
import { createReporter } from '../../compiler/reporter';
import reference from '../../fixtures/reference/optimizers/optimizers.json';
import type { Experiment } from '../../graph/document';
import { learningRateAt } from '../../graph/learningRate';
import { sizeOf } from '../../graph/types';
import {
  startBackend,
  type TestBackend,
  type TestRuntime,
} from '../../kernels/testing/startBackend';
import { createProgramBuilder } from '../../ops/createOpBuilder';
import type { Program } from '../../ops/program';
import { scalarsAt } from '../schedule';

interface Case {
  readonly name: string;
  readonly settings: Partial<Experiment>;
  /** Values of each weight after each step. */
  readonly weights: readonly (readonly (readonly number[])[])[];
}

const cases = reference.cases as unknown as readonly Case[];
const weights = reference.weights;

/** As in make_optimizers.py. */
function wiggle(size: number, phase: number, scale: number): Float32Array {
  return Float32Array.from(
    { length: size },
    (_, i) => scale * Math.sin(1.7 * i * i + 2.3 * i + phase),
  );
}

const start = (size: number, index: number) => wiggle(size, 0.4 + index, 0.5);
const target = (size: number, index: number, step: number) =>
  wiggle(size, 0.7 * index + 1.3 * step, step % 2 === 0 ? 1.5 : 0.4);

/** Half of pull * (weight - target)^2 over all weights, with the optimiser's step. */
function trainingProgram(experiment: Experiment): Program {
  const builder = createProgramBuilder();
  const { ops } = builder;
  const parts = weights.map(({ name, shape, pull }) => {
    const type = { shape, dtype: 'float32' } as const;
    const initializer = { kind: 'zeros' } as const;
    const weight = builder.addLeaf({ kind: 'weight', name, trainable: true, initializer }, type);
    const spec = { role: 'labels', field: name } as const;
    const wanted = builder.addLeaf({ kind: 'input', name, spec }, type);
    const squared = ops.square([ops.sub([weight, wanted])]);
    return ops.scale([ops.sum([squared], { axes: shape.map((_, axis) => axis) })], {
      factor: pull / 2,
    });
  });
  const loss = parts.reduce((sum, part) => ops.add([sum, part]));
  const forward = builder.finish({
    outputs: [{ path: 'loss', value: loss.id, kind: 'loss', name: 'loss' }],
    updates: [],
    taps: {},
  });
  const program = differentiate(forward, optimizerOf(experiment), createReporter());
  if (!program) throw new Error('no program');
  return optimize(
    program,
    program.updates.map(({ value }) => value),
  );
}

/** Weights after each step, in the order of the reference. */
async function train({ tf }: TestRuntime, settings: Partial<Experiment>, steps: number) {
  const experiment = {
    dataset: 'none',
    batchSize: 1,
    steps,
    seed: 0,
    ...settings,
  } as Experiment;
  const executor = createExecutor(tf, plan(trainingProgram(experiment)));
  const { program } = executor.plan;
  const state = new Map(
    program.leaves.flatMap((leaf) => {
      if (leaf.kind !== 'weight' && leaf.kind !== 'slot') return [];
      const { shape } = program.types[leaf.value];
      const index = weights.findIndex(({ name }) => name === leaf.name);
      const values = index < 0 ? new Float32Array(sizeOf(shape)) : start(sizeOf(shape), index);
      return [[leaf.name, tf.tensor(values, [...shape])] as const];
    }),
  );
  const found: Float32Array[][] = [];
  for (let step = 0; step < steps; step++) {
    const scalars = scalarsAt(step, learningRateAt(step, experiment), experiment);
    const targets = weights.map(({ shape }, index) =>
      tf.tensor(target(sizeOf(shape), index, step), shape),
    );
    const { updates } = executor.run(
      (leaf) => {
        if (leaf.kind === 'scalar') return scalars[leaf.name];
        if (leaf.kind !== 'input') return state.get(leaf.name) as (typeof targets)[0];
        return targets[weights.findIndex(({ name }) => name === leaf.name)];
      },
      { step, seed: 0 },
    );
    tf.dispose(targets);
    for (const [name, tensor] of updates) {
      state.get(name)?.dispose();
      state.set(name, tensor);
    }
    const values = weights.map(async ({ name }) => {
      // Reading takes a tensor off the device, so a copy is read.
      const copy = tf.mul(state.get(name) as (typeof targets)[0], 1);
      const data = await copy.data<'float32'>();
      copy.dispose();
      return data;
    });
    found.push(await Promise.all(values));
  }
  tf.dispose([...state.values()]);
  executor.dispose();
  return found;
}

/** Largest difference over the largest magnitude. */
function relativeError(found: Float32Array, expected: readonly number[]): number {
  const largest = Math.max(...expected.map(Math.abs));
  const worst = expected.map((value, i) => Math.abs(value - found[i]));
  return found.length === expected.length ? Math.max(...worst) / largest : Number.NaN;
}

/** Declares the tests of one backend; `tolerance` is relative. */
export function testOptimizers(backend: TestBackend, tolerance: number): void {
  describe(`optimisers on ${backend}`, () => {
    let runtime: TestRuntime;
    beforeAll(async () => {
      runtime = await startBackend(backend);
    });

    it.each(cases)('step as PyTorch steps: $name', async ({ settings, weights: expected }) => {
      const before = runtime.tf.memory().numTensors;
      const found = await train(runtime, settings, expected.length);
      for (const [step, values] of expected.entries()) {
        for (const [index, value] of values.entries()) {
          const error = relativeError(found[step][index], value);
          expect(error, `${weights[index].name} after step ${step + 1}`).toBeLessThan(tolerance);
        }
      }
      await runtime.check();
      expect(runtime.tf.memory().numTensors).toBe(before);
    });
  });
}
