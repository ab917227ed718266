/** Blocks against PyTorch on one backend: outputs, gradients and running statistics. */
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../compiler/compile';
import { createExecutor, tensorsOf, toTensor } from '../../compiler/execute';
import { STEP_SIZE } from '../../compiler/optimizer';
import type { ParamValue } from '../../graph/document';
import { sizeOf } from '../../graph/types';
import {
  startBackend,
  type TestBackend,
  type TestRuntime,
} from '../../kernels/testing/startBackend';
import type { Program } from '../../ops/program';
import { findBlock } from '../registry';
import { exampleDocument, SUBJECT, wiggle } from './probes';

interface Gradient {
  /** Every n-th element is stored. */
  readonly stride: number;
  readonly values: readonly number[];
  /** Sums along two directions, where not every element is stored. */
  readonly projections?: readonly number[];
}

/** A case as fixtures/reference/case.py writes it. */
export interface ReferenceCase {
  readonly name: string;
  readonly block: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** False: compared as it predicts, without gradients. */
  readonly training: boolean;
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** Whole numbers and masks, by path. */
  readonly data: Readonly<Record<string, readonly number[]>>;
  /** Real inputs and weights: base + scale * wiggle(phase). */
  readonly weights: Readonly<
    Record<string, { shape: readonly number[]; base: number; scale: number; phase: number }>
  >;
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  readonly gradients: Readonly<Record<string, Gradient>>;
  readonly updates: Readonly<Record<string, readonly number[]>>;
}

const files = import.meta.glob<{ cases: unknown }>('../../fixtures/reference/blocks/*.json', {
  eager: true,
});

export const referenceCases = Object.entries(files).flatMap(([path, { cases }]) =>
  (cases as readonly ReferenceCase[]).map((one) => ({
    family: path.replace(/^.*\/|\.json$/g, ''),
    ...one,
  })),
);

/** Largest difference over the largest magnitude of the expected values. */
const tolerances: Readonly<Record<TestBackend, { forward: number; gradient: number }>> = {
  cpu: { forward: 1e-5, gradient: 1e-4 },
  wasm: { forward: 1e-5, gradient: 1e-4 },
  webgpu: { forward: 1e-4, gradient: 1e-3 },
};

/** A tensor that should be zero has no magnitude of its own; this is what rounding leaves. */
const LEAST_MAGNITUDE = 0.05;

/** Declares the tests of every case for one backend. The caller lets `findBlock` find probes. */
export function testReference(backend: TestBackend): void {
  describe(backend, () => {
    let runtime: TestRuntime;
    beforeAll(async () => {
      runtime = await startBackend(backend);
    });
    it.each(referenceCases.map((one) => [one.family, one.name, one] as const))(
      '%s: %s',
      async (_family, _name, expected) => {
        const { forward, gradient } = tolerances[backend];
        const { program, found } = await runCase(runtime, expected);
        await runtime.check();
        expect(shapesOfWeights(program)).toEqual(
          Object.fromEntries(
            Object.entries(expected.weights).map(([name, { shape }]) => [name, shape]),
          ),
        );
        for (const [port, wanted] of Object.entries(expected.outputs)) {
          expectClose(found.outputs[port], wanted, forward, port);
        }
        for (const [name, wanted] of Object.entries(expected.updates)) {
          expectClose(found.updates[name], wanted, forward, name);
        }
        for (const [name, wanted] of Object.entries(expected.gradients)) {
          expectGradient(found.gradients[name], wanted, gradient, `gradient of ${name}`);
        }
      },
    );
  });
}

interface Found {
  readonly outputs: Readonly<Record<string, ArrayLike<number>>>;
  readonly updates: Readonly<Record<string, ArrayLike<number>>>;
  readonly gradients: Readonly<Record<string, Float32Array>>;
}

async function runCase(
  { tf }: TestRuntime,
  { block: id, params, inputs, training, outputs, weights: specs, data }: ReferenceCase,
): Promise<{ program: Program; found: Found }> {
  const block = findBlock(id);
  if (!block) throw new Error(`no block ${id}`);
  const document = exampleDocument(block, { inputs, params, outputs: {}, parameters: 0 });
  const compiled = compile(document, {
    purpose: training ? 'train' : 'predict',
    batch: 1,
    taps: Object.keys(outputs).map((port) => `${SUBJECT}.${port}`),
    optimizer: { kind: 'sgd' },
  });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  const { program } = compiled.value.plan;
  const weights = Object.fromEntries(
    Object.entries(specs).map(([name, { shape, base, scale, phase }]) => [
      name,
      wiggle(sizeOf(shape), phase).map((value) => base + scale * value),
    ]),
  );
  const executor = createExecutor(tf, compiled.value.plan);
  const bound = program.leaves.flatMap((leaf) => {
    if (leaf.kind !== 'weight' && leaf.kind !== 'input') return [];
    const values = leaf.kind === 'weight' ? weights[leaf.name] : Int32Array.from(data[leaf.name]);
    if (!values) throw new Error(`the case gives no ${leaf.name}`);
    return [[leaf.value, toTensor(tf, values, program.types[leaf.value])] as const];
  });
  const byId = new Map(bound);
  const execution = executor.run(
    // One step of gradient descent with step size 1 subtracts the gradient.
    (leaf) => byId.get(leaf.value) ?? (leaf.kind === 'scalar' && leaf.name === STEP_SIZE ? 1 : 0),
    { step: 0, seed: 3 },
  );
  const found = { outputs: {}, updates: {}, gradients: {} } as {
    outputs: Record<string, ArrayLike<number>>;
    updates: Record<string, ArrayLike<number>>;
    gradients: Record<string, Float32Array>;
  };
  for (const [name, tensor] of Object.entries(execution.taps)) {
    found.outputs[name.slice(SUBJECT.length + 1)] = await tensor.data();
  }
  for (const [name, tensor] of execution.updates) {
    const values = await tensor.data<'float32'>();
    found.updates[name] = values;
    found.gradients[name] = values.map((value, i) => weights[name][i] - value);
  }
  tf.dispose([...tensorsOf(execution), ...byId.values()]);
  executor.dispose();
  return { program, found };
}

function shapesOfWeights({ leaves, types }: Program): Record<string, readonly number[]> {
  return Object.fromEntries(
    leaves.flatMap((leaf) =>
      leaf.kind === 'weight' ? [[leaf.name, types[leaf.value].shape] as const] : [],
    ),
  );
}

function expectGradient(
  found: Float32Array | undefined,
  { stride, values, projections }: Gradient,
  tolerance: number,
  what: string,
): void {
  expect(found, what).toBeDefined();
  if (!found) return;
  expectClose(
    found.filter((_, i) => i % stride === 0),
    values,
    tolerance,
    what,
  );
  if (!projections) return;
  const along = [0.1, 0.9].map((phase) => {
    const direction = wiggle(found.length, phase);
    return found.reduce((sum, value, i) => sum + value * direction[i], 0);
  });
  expectClose(along, projections, tolerance, `${what}, projected`);
}

function expectClose(
  found: ArrayLike<number> | undefined,
  wanted: readonly number[],
  tolerance: number,
  what: string,
): void {
  expect(found?.length, what).toBe(wanted.length);
  const scale = Math.max(...wanted.map(Math.abs), LEAST_MAGNITUDE);
  const worst = Math.max(
    ...wanted.map((value, i) => Math.abs(value - Number(found?.[i] ?? Number.NaN))),
  );
  expect(worst / scale, what).toBeLessThan(tolerance);
}
