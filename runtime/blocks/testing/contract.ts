/** The contract that every block keeps, as tests to be declared for one block. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../compiler/analyze';
import { compile } from '../../compiler/compile';
import { gradientTap } from '../../compiler/differentiate';
import { parseExpression } from '../../graph/expression';
import { isId } from '../../graph/ids';
import type { Program } from '../../ops/program';
import type { Block, ParamSpec } from '../types';
import { exampleDocument, SUBJECT } from './probes';
import { runProgram, startingWeights } from './runProgram';
import { measureSlope, steepest } from './slope';

/** Needs the cpu backend, and a registry whose `findBlock` knows the block and the probes. */
export function testBlock(block: Block): void {
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
        if (!canTrain(block) || stopsAll(block, document)) return;
        const program = gradientProgram(document);
        expectLowerable(program);
        const trainable = program.leaves.flatMap((leaf) =>
          leaf.kind === 'weight' && leaf.trainable && !isHeld(leaf.value, program)
            ? [leaf.name]
            : [],
        );
        const reached = Object.keys(program.taps);
        expect(reached).toEqual(expect.arrayContaining(trainable.map(gradientTap)));

        const weights = startingWeights(program);
        const { values, mismatches } = runProgram(program, weights);
        expect(mismatches).toEqual([]);
        for (const value of values.filter(Boolean)) expect(value.every(Number.isFinite)).toBe(true);
        const { slope, direction } = steepest(program, values);
        const measured = measureSlope(program, weights, direction);
        expect(Math.abs(measured - slope)).toBeLessThan(0.02 * slope + 1e-3);
      });
    },
  );
}

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

function gradientProgram(document: Parameters<typeof compile>[0]): Program {
  const compiled = compile(document, { purpose: 'gradient', batch: 1, training: true });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  return compiled.value.plan.program;
}

/** Whether every weight and every real input goes to where gradients are stopped, and nowhere else. */
function stopsAll({ outputs }: Block, document: Parameters<typeof compile>[0]): boolean {
  const taps = Object.keys(outputs).map((port) => `${SUBJECT}.${port}`);
  const compiled = compile(document, { purpose: 'predict', batch: 1, taps });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  const { program } = compiled.value.plan;
  const weights = program.leaves.filter((leaf) => leaf.kind === 'weight' && leaf.trainable);
  return weights.length > 0 && weights.every(({ value }) => isHeld(value, program));
}

/** Whether a value is read only where its gradient is stopped on purpose. */
function isHeld(value: number, { instructions }: Program): boolean {
  const readers = instructions.filter(({ inputs }) => inputs.includes(value));
  return readers.length > 0 && readers.every(({ op }) => op.name === 'stopGradient');
}

/** Ops that only move or sum values; backends compute at most four axes otherwise. */
const anyRank = ['reshape', 'transpose', 'sum', 'concat'];

function expectLowerable({ instructions, types }: Program): void {
  for (const { op, inputs, output } of instructions) {
    if (anyRank.includes(op.name)) continue;
    const ranks = [...inputs, output].map((id) => types[id].shape.length);
    expect(Math.max(0, ...ranks), op.name).toBeLessThanOrEqual(4);
  }
}
