/** What holds for every block of the catalogue. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { analyze } from '../compiler/analyze';
import { compile } from '../compiler/compile';
import { parseExpression } from '../graph/expression';
import { isId } from '../graph/ids';
import type { Program } from '../ops/program';
import { allBlocks } from './registry';
import { exampleDocument, findProbe, SUBJECT } from './testing/probes';
import { runProgram, startingWeights, type Weights } from './testing/runProgram';
import type { Block, ParamSpec } from './types';

vi.mock('./registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('./registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

beforeAll(() => tf.setBackend('cpu'));

const folders = Object.keys(import.meta.glob('./*/*/block.ts'));
const blocks = allBlocks();

it('lists the block of every folder under the name of its folder', () => {
  expect(folders.length).toBeGreaterThan(0);
  expect(blocks.map(({ id }) => id).sort()).toEqual(
    folders.map((path) => path.split('/')[2]).sort(),
  );
  for (const { id, family } of blocks) expect(folders).toContain(`./${family}/${id}/block.ts`);
});

it('gives no two blocks one title', () => {
  expect(new Set(blocks.map(({ title }) => title)).size).toBe(blocks.length);
});

describe.each(blocks.map((block) => [block.id, block] as const))('%s', (_, block) => {
  it('is documented', () => {
    const { docs } = block;
    expect(block.icon).toMatch(/^[A-Z][A-Za-z0-9]+$/);
    expect(block.title).toMatch(/^[A-Z]/);
    expect(docs.summary).toMatch(/^[A-Z].{30,}[.]$/);
    expect(docs.formula).toBeTruthy();
    expect(docs.paper?.url).toMatch(/^https:\/\//);
    expect(docs.paper?.where).toBeTruthy();
    expect(docs.paper?.year).toBeGreaterThan(1900);
    expect(docs.pytorch).toBeTruthy();
    expect(docs.keras).toBeTruthy();
  });

  it('has sound ports and parameters', () => {
    expect(isId(block.id)).toBe(true);
    const ports = [...Object.entries(block.inputs), ...Object.entries(block.outputs)];
    for (const [port, { axes }] of ports) {
      expect(port).toMatch(/^[a-z][a-z_]*$/);
      expect(axes).toMatch(/^(([a-z_]+[*]?|\d+|\.\.\.)( |$))*$/);
    }
    for (const [name, spec] of Object.entries(block.params)) {
      expect(() => parseExpression(name)).not.toThrow();
      expect(spec.label).toMatch(/^[A-Z]/);
      checkDefault(spec);
    }
  });

  it('has examples', () => {
    expect(block.examples.length).toBeGreaterThan(0);
  });

  describe.each(block.examples.map((example, index) => [index + 1, example] as const))(
    'example %i',
    (_number, example) => {
      const document = exampleDocument(block, example);

      it.each([false, true])(
        'has the expected shapes and parameters (training: %s)',
        (training) => {
          const { diagnostics, types, nodes } = analyze(document, { training });
          expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
          const shapes = Object.keys(block.outputs).map((port) => {
            const type = types.get(`${SUBJECT}.${port}`);
            expect(type?.dtype).toBe(block.outputs[port].dtype ?? 'float32');
            return [port, type?.axes.map(({ size }) => size)];
          });
          expect(Object.fromEntries(shapes)).toEqual(example.outputs);
          expect(nodes.get(SUBJECT)?.cost.params).toBe(example.parameters);
        },
      );

      it('runs as inferred, with finite values', () => {
        const taps = Object.keys(block.outputs).map((port) => `${SUBJECT}.${port}`);
        const compiled = compile(document, { purpose: 'predict', batch: 1, taps });
        if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
        const { program } = compiled.value.plan;
        expect(Object.keys(program.taps).sort()).toEqual([...taps].sort());
        expectLowerable(program);
        const { values, mismatches } = runProgram(program, startingWeights(program));
        expect(mismatches).toEqual([]);
        for (const value of values.filter(Boolean)) expect(value.every(Number.isFinite)).toBe(true);
      });

      it('trains every weight, by the slope that is measured', () => {
        if (!canTrain(block)) return;
        const program = trainingProgram(document);
        expectLowerable(program);
        const trainable = program.leaves.flatMap((leaf) =>
          leaf.kind === 'weight' && leaf.trainable ? [leaf.name] : [],
        );
        expect(program.updates.map(({ name }) => name)).toEqual(expect.arrayContaining(trainable));

        const weights = startingWeights(program);
        const { values, mismatches } = runProgram(program, weights);
        expect(mismatches).toEqual([]);
        for (const value of values.filter(Boolean)) expect(value.every(Number.isFinite)).toBe(true);
        const { slope, direction } = steepest(program, weights, values);
        const measured = measureSlope(program, weights, direction);
        expect(Math.abs(measured - slope)).toBeLessThan(0.02 * slope + 1e-3);
      });
    },
  );
});

function checkDefault(spec: ParamSpec): void {
  if (spec.kind === 'switch') expect(typeof spec.default).toBe('boolean');
  else if (spec.kind === 'choice') expect(Object.keys(spec.choices)).toContain(spec.default);
  else {
    expect(spec.default).toBeGreaterThanOrEqual(spec.min);
    expect(spec.default).toBeLessThanOrEqual(spec.max);
    if (spec.kind === 'int') expect(Number.isInteger(spec.default)).toBe(true);
  }
}

/** A loss and something in front of it that can be trained. */
function canTrain({ inputs, outputs, examples }: Block): boolean {
  const real = (ports: Block['inputs']) =>
    Object.values(ports).some(({ dtype = 'float32' }) => dtype === 'float32');
  return real(outputs) && (real(inputs) || examples.some(({ parameters }) => parameters > 0));
}

function trainingProgram(document: Parameters<typeof compile>[0]): Program {
  const options = { purpose: 'train', batch: 1, optimizer: { kind: 'sgd' } } as const;
  const compiled = compile(document, options);
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  return compiled.value.plan.program;
}

/** Ops that only move or sum values, and steps of the optimiser, which see a weight as one row. */
const anyRank = ['reshape', 'transpose', 'sum', 'concat', 'axpby'];

/** Backends compute at most four axes otherwise. */
function expectLowerable({ instructions, types }: Program): void {
  for (const { op, inputs, output } of instructions) {
    if (anyRank.includes(op.name)) continue;
    const ranks = [...inputs, output].map((id) => types[id].shape.length);
    expect(Math.max(0, ...ranks), op.name).toBeLessThanOrEqual(4);
  }
}

/** The gradient, read off a step of gradient descent with step size 1, and its length. */
function steepest(
  program: Program,
  weights: Weights,
  values: readonly Float32Array[],
): { slope: number; direction: Weights } {
  const gradients: Record<string, Float32Array> = {};
  let squares = 0;
  for (const { name, value } of program.updates) {
    const leaf = program.leaves.find((l) => l.kind === 'weight' && l.name === name);
    if (leaf?.kind !== 'weight' || !leaf.trainable) continue;
    gradients[name] = weights[name].map((w, i) => w - values[value][i]);
    for (const g of gradients[name]) squares += g * g;
  }
  const slope = Math.sqrt(squares);
  const direction = Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, gradient.map((g) => g / slope)]),
  );
  return { slope, direction };
}

/** Change of the loss along a direction, by central difference. */
function measureSlope(program: Program, weights: Weights, direction: Weights): number {
  const step = 4e-3;
  const lossAt = (distance: number) => {
    const moved = Object.fromEntries(
      Object.entries(weights).map(([name, values]) => [
        name,
        values.map((w, i) => w + distance * (direction[name]?.[i] ?? 0)),
      ]),
    );
    const { values } = runProgram(program, moved);
    let loss = 0;
    for (const { kind, value } of program.outputs) if (kind === 'loss') loss += values[value][0];
    return loss;
  };
  return (lossAt(step) - lossAt(-step)) / (2 * step);
}
