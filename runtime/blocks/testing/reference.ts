/** Blocks against PyTorch on one backend: outputs, gradients and running statistics. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type CompileOptions, compile } from '../../compiler/compile';
import { gradientTap } from '../../compiler/differentiate';
import type { GraphDocument, ParamValue } from '../../graph/document';
import { sizeOf } from '../../graph/types';
import {
  startBackend,
  type TestBackend,
  type TestRuntime,
} from '../../kernels/testing/startBackend';
import type { Program } from '../../ops/program';
import { findBlock } from '../registry';
import { exampleDocument, SUBJECT, wiggle } from './probes';
import { type PlanRun, runPlan } from './runPlan';

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
  runtime: TestRuntime,
  expected: ReferenceCase,
): Promise<{ program: Program; found: Found }> {
  const { block: id, params, inputs, training, outputs, updates } = expected;
  const block = findBlock(id);
  if (!block) throw new Error(`no block ${id}`);
  const document = exampleDocument(block, { inputs, params, outputs: {}, parameters: 0 });
  const ports = Object.keys(outputs).map((port) => `${SUBJECT}.${port}`);
  const purpose = training ? 'gradient' : 'predict';
  const first = await execute(runtime, document, expected, { purpose, taps: ports, training });
  const named = (prefix: string) =>
    Object.fromEntries(
      Object.entries(first.taps).flatMap(([name, values]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), values]] : [],
      ),
    );
  // Running statistics change with a training step.
  const step =
    Object.keys(updates).length > 0
      ? await execute(runtime, document, expected, { purpose: 'train', optimizer: { kind: 'sgd' } })
      : null;
  return {
    program: (step ?? first).program,
    found: {
      outputs: named(`${SUBJECT}.`),
      updates: step?.updates ?? {},
      gradients: named(gradientTap('')),
    },
  };
}

async function execute(
  { tf }: TestRuntime,
  document: GraphDocument,
  { weights, data }: ReferenceCase,
  options: Omit<CompileOptions, 'batch'>,
): Promise<PlanRun & { readonly program: Program }> {
  const compiled = compile(document, { ...options, batch: 1 });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  const { plan } = compiled.value;
  const run = await runPlan(tf, plan, ({ kind, name }) => {
    const values = kind === 'weight' ? valuesOf(weights[name]) : data[name];
    if (!values) throw new Error(`the case gives no ${name}`);
    return Float32Array.from(values);
  });
  return { ...run, program: plan.program };
}

function valuesOf(spec: ReferenceCase['weights'][string] | undefined): Float32Array | undefined {
  if (!spec) return undefined;
  const { shape, base, scale, phase } = spec;
  return wiggle(sizeOf(shape), phase).map((value) => base + scale * value);
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
