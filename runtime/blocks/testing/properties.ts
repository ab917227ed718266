/** What holds for every valid graph, whatever its blocks: for the property tests on each backend. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { analyze } from '../../compiler/analyze';
import { type CompileOptions, compile } from '../../compiler/compile';
import { printProgram } from '../../compiler/printProgram';
import type { ExecutionPlan } from '../../compiler/types';
import type { GraphDocument } from '../../graph/document';
import { sizeOf } from '../../graph/types';
import type { Program } from '../../ops/program';
import { runPlan } from './runPlan';
import { inputValues, runProgram, startingWeights, type Weights } from './runProgram';
import { measureSlope, steepest } from './slope';

/** What a graph is compiled to, or null where it is right and yet has nothing to learn. */
function planOf(document: GraphDocument, options: CompileOptions): ExecutionPlan | null {
  const compiled = compile(document, options);
  if (compiled.ok) return compiled.value.plan;
  const [{ code, message }] = compiled.diagnostics;
  if (code === 'train/no-loss' || code === 'train/no-gradient') return null;
  throw new Error(message);
}

const toGradient = { purpose: 'gradient', batch: 1, training: true } as const;

/** The gradient program of a graph, in training mode. */
export function gradientProgram(document: GraphDocument): Program | null {
  return planOf(document, toGradient)?.program ?? null;
}

/** Inferred = executed, and no value is NaN. Runs on the active backend, which must read at once. */
export function expectShapesAsInferred(program: Program, weights: Weights): Float32Array[] {
  const { values, mismatches } = runProgram(program, weights);
  expect(mismatches).toEqual([]);
  for (const value of values.filter(Boolean)) expect(value.some(Number.isNaN)).toBe(false);
  return [...values];
}

/**
 * The slope along the gradient is the one that is measured. Kinks (relu, max) and rounding spoil a
 * difference of one width, a wrong gradient all of them.
 */
export function expectMeasuredGradient(
  program: Program,
  weights: Weights,
  values: readonly Float32Array[],
): void {
  // Where a gradient is stopped on purpose it is not the slope.
  if (program.instructions.some(({ op }) => op.name === 'stopGradient')) return;
  const { slope, direction } = steepest(program, values);
  if (slope < 1e-3) return;
  const errors = [4e-3, 1e-3, 2e-2, 2.5e-4].map((step) =>
    Math.abs(measureSlope(program, weights, direction, step) / slope - 1),
  );
  expect(Math.min(...errors), `slope ${slope}`).toBeLessThan(0.03);
}

/** Parameters told are the numbers of the weights that a training holds. */
export function expectCountedParameters(document: GraphDocument): void {
  const { total, buffers } = analyze(document);
  const optimizer = { kind: 'sgd' } as const;
  const plan = planOf(document, { purpose: 'train', batch: 1, optimizer });
  if (!plan) return;
  const { leaves, types } = plan.program;
  let held = 0;
  for (const leaf of leaves) if (leaf.kind === 'weight') held += sizeOf(types[leaf.value].shape);
  expect(held).toBe(total.params + buffers);
}

/** The text of a program is the same each time, also after the document was saved and opened. */
export function expectStablePrint(document: GraphDocument, reopened: GraphDocument): void {
  const texts = [document, document, reopened].map((each) => {
    const program = gradientProgram(each);
    return program && printProgram(program);
  });
  expect(texts[1]).toBe(texts[0]);
  expect(texts[2]).toBe(texts[0]);
}

/** Losses and gradients, on the active backend. */
export async function computeAll(
  tf: typeof tfjs,
  document: GraphDocument,
): Promise<Readonly<Record<string, Float32Array>>> {
  const plan = planOf(document, toGradient);
  if (!plan) return {};
  const weights = startingWeights(plan.program);
  const { outputs, taps } = await runPlan(tf, plan, (leaf, type) =>
    leaf.kind === 'weight' ? weights[leaf.name] : inputValues(type),
  );
  return { ...outputs, ...taps };
}

/** Two backends gave the same, within the rounding of sums. */
export function expectAgreement(
  found: Readonly<Record<string, Float32Array>>,
  wanted: Readonly<Record<string, Float32Array>>,
  tolerance: number,
): void {
  expect(Object.keys(found)).toEqual(Object.keys(wanted));
  // What cancels out leaves the rounding of what it was made of.
  const largest = Math.max(0, ...Object.values(wanted).map((v) => Math.max(0, ...v.map(Math.abs))));
  for (const [name, values] of Object.entries(wanted)) {
    const scale = Math.max(1e-2 * largest, 0.05, ...values.map(Math.abs));
    const worst = values.reduce((most, v, i) => Math.max(most, Math.abs(v - found[name][i])), 0);
    expect(worst / scale, name).toBeLessThan(tolerance);
  }
}
