/** Our blocks against PyTorch: outputs, gradients and running statistics (fixtures/reference). */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { compile } from '../compiler/compile';
import reference from '../fixtures/reference/blocks.json';
import type { ParamValue } from '../graph/document';
import { sizeOf } from '../graph/types';
import { findBlock } from './registry';
import { exampleDocument, findProbe, SUBJECT, wiggle } from './testing/probes';
import { runProgram, type Weights } from './testing/runProgram';

vi.mock('./registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('./registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

beforeAll(() => tf.setBackend('cpu'));

interface Case {
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
  /** Two projections of the gradient of each. */
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly updates: Readonly<Record<string, readonly number[]>>;
}

const cases = reference.cases as unknown as readonly Case[];

describe.each(cases.map((c) => [c.name, c] as const))('%s', (_, expected) => {
  const block = findBlock(expected.block);
  if (!block) throw new Error(`no block ${expected.block}`);
  const { inputs, params } = expected;
  const document = exampleDocument(block, { inputs, params, outputs: {}, parameters: 0 });
  const compiled = compile(document, {
    purpose: expected.training ? 'train' : 'predict',
    batch: 1,
    taps: Object.keys(expected.outputs).map((port) => `${SUBJECT}.${port}`),
    optimizer: { kind: 'sgd' },
  });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  const { program } = compiled.value.plan;
  const weights: Weights = Object.fromEntries(
    Object.entries(expected.weights).map(([name, { shape, base, scale, phase }]) => [
      name,
      wiggle(sizeOf(shape), phase).map((value) => base + scale * value),
    ]),
  );

  it('has the weights that it is given', () => {
    const used = program.leaves.flatMap((leaf) =>
      leaf.kind === 'weight' ? [[leaf.name, program.types[leaf.value].shape] as const] : [],
    );
    const given = Object.entries(expected.weights).map(
      ([name, { shape }]) => [name, shape] as const,
    );
    expect(Object.fromEntries(used)).toEqual(Object.fromEntries(given));
  });

  it('computes what PyTorch computes', () => {
    const { values } = runProgram(program, weights, expected.data);
    for (const [port, wanted] of Object.entries(expected.outputs)) {
      expectClose(values[program.taps[`${SUBJECT}.${port}`]], wanted, port);
    }
    const updates = new Map(program.updates.map(({ name, value }) => [name, values[value]]));
    for (const [name, wanted] of Object.entries(expected.updates)) {
      expectClose(updates.get(name), wanted, name);
    }
    for (const [name, wanted] of Object.entries(expected.gradients)) {
      const moved = updates.get(name);
      // One step of gradient descent with step size 1 subtracts the gradient.
      const gradient = moved?.map((value, i) => weights[name][i] - value) ?? new Float32Array();
      const projected = [0.1, 0.9].map((phase) => {
        const along = wiggle(gradient.length, phase);
        return gradient.reduce((sum, value, i) => sum + value * along[i], 0);
      });
      expectClose(projected, wanted, `gradient of ${name}`);
    }
  });
});

function expectClose(
  found: ArrayLike<number> | undefined,
  wanted: readonly number[],
  what: string,
): void {
  expect(found?.length, what).toBe(wanted.length);
  const scale = Math.max(...wanted.map(Math.abs), 1);
  const worst = Math.max(...wanted.map((value, i) => Math.abs(value - (found?.[i] ?? Number.NaN))));
  expect(worst / scale, what).toBeLessThan(2e-5);
}
