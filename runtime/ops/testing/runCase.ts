/** Draws the inputs of a contract case, runs ops and gradients on tfjs, and compares the results. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { createRandom } from '../../graph/random';
import { createProgramBuilder } from '../createOpBuilder';
import type { Program } from '../program';
import { type OpTable, opTable } from '../table';
import type { Attrs, Op, RunContext, Value, ValueType } from '../types';
import { makeArray, type RefArray } from './array';
import type { Reference } from './combinators';
import { dtypeOf, type OpCase } from './draw';
import { references } from './reference';

export type OpName = keyof OpTable;

export const opNames = Object.keys(opTable) as OpName[];

export const context: RunContext = { seed: 7, step: 3 };

export function opOf(name: OpName): Op<Attrs> {
  return opTable[name] as unknown as Op<Attrs>;
}

export function attrsOf(name: OpName, one: OpCase): Attrs {
  return { ...opOf(name).defaults, ...one.attrs };
}

export function referenceOf(name: OpName): Reference {
  return references[name];
}

/** Inputs of a case, the same on each call; all values are exact in float32. */
export function drawInputs(name: OpName, one: OpCase): RefArray[] {
  const random = createRandom(`${name} ${JSON.stringify(one)}`);
  const drawn: RefArray[] = [];
  for (const input of one.inputs) {
    const draw: Record<typeof input.kind, () => number> = {
      normal: () => {
        // Away from 0, where relu and its like are not smooth.
        const value = random.normal();
        return value + Math.sign(value) * 0.05;
      },
      positive: () => 0.3 + 2 * random.next(),
      ids: () => random.int(input.below!),
      bool: () => random.int(2),
      int: () => random.int(7) - 3,
      ties: () => random.int(4) - 2,
      pooled: () => 0,
    };
    drawn.push(
      input.kind === 'pooled'
        ? references.maxPool([drawn[0]!], one.attrs, context)
        : makeArray(input.shape, () => Math.fround(draw[input.kind]()), dtypeOf(input)),
    );
  }
  return drawn;
}

export function typesOf(arrays: readonly RefArray[]): ValueType[] {
  return arrays.map(({ shape, dtype }) => ({ shape, dtype }));
}

export function toTensor(tf: typeof tfjs, array: RefArray): tfjs.Tensor {
  const make = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };
  return tf.tensor(make[array.dtype].from(array.data), [...array.shape], array.dtype);
}

/**
 * The gradient rule of an op as a program of its own: leaves are the inputs, their result and the
 * gradient that comes in; outputs the gradients that the rule gives.
 */
export function gradientProgram(
  name: OpName,
  inputTypes: readonly ValueType[],
  attrs: Attrs,
): { program: Program; grads: readonly (Value | null)[] } {
  const op = opOf(name);
  const builder = createProgramBuilder();
  const addLeaf = (label: string, type: ValueType) =>
    builder.addLeaf({ kind: 'slot', name: label }, type);
  const inputs = inputTypes.map((type, index) => addLeaf(`input ${index}`, type));
  const output = addLeaf('output', op.infer(inputTypes, attrs));
  const grad = addLeaf('grad', output);
  const needs = inputTypes.map(({ dtype }) => dtype === 'float32');
  const grads = op.gradient!(builder.ops, { inputs, output, grad, attrs, needs });
  return { program: builder.finish({ outputs: [], updates: [], taps: {} }), grads };
}

/** Runs a program on tensors by leaf name; constants are made here. Must be called in a tidy. */
export function runProgram(
  tf: typeof tfjs,
  program: Program,
  leaves: Readonly<Record<string, tfjs.Tensor>>,
): (id: number) => tfjs.Tensor {
  const values = new Map<number, tfjs.Tensor>();
  for (const leaf of program.leaves) {
    const { shape, dtype } = program.types[leaf.value]!;
    values.set(
      leaf.value,
      leaf.kind === 'constant' ? tf.tensor(leaf.data(), [...shape], dtype) : leaves[leaf.name]!,
    );
  }
  for (const { op, inputs, attrs, output } of program.instructions) {
    const tensors = inputs.map((id) => values.get(id)!);
    values.set(output, (op as unknown as Op<Attrs>).run(tf, tensors, attrs as Attrs, context));
  }
  return (id) => values.get(id)!;
}

/** Elements of a gradient that are compared; more would cost minutes and show no more. */
const COMPARED_ELEMENTS = 24;

/** Element numbers of one input that finite differences are taken at: all of a small one. */
export function pickElements(name: OpName, size: number): number[] {
  const all = Array.from({ length: size }, (_each, index) => index);
  if (size <= COMPARED_ELEMENTS) return all;
  return createRandom(`elements of ${name}`).shuffle(all).slice(0, COMPARED_ELEMENTS);
}

/** Central differences of sum(weights * op(inputs)) in float64 at some elements of one input. */
export function numericGradient(
  name: OpName,
  inputs: readonly RefArray[],
  attrs: Attrs,
  weights: RefArray,
  which: number,
  elements: readonly number[],
): number[] {
  const step = 1e-5;
  const target = inputs[which]!;
  const objective = (data: Float64Array) => {
    const moved = inputs.map((input, index) => (index === which ? { ...input, data } : input));
    const output = references[name](moved, attrs, context);
    return output.data.reduce((sum, value, i) => sum + value * weights.data[i]!, 0);
  };
  return elements.map((index) => {
    const value = target.data[index]!;
    const above = objective(target.data.with(index, value + step));
    const below = objective(target.data.with(index, value - step));
    return (above - below) / (2 * step);
  });
}

/** Weights for the sum of an op's output. */
export function drawWeights(name: OpName, shape: readonly number[]): RefArray {
  const random = createRandom(`weights of ${name}`);
  return makeArray(shape, () => Math.fround(random.normal()));
}

/** Largest difference over the largest magnitude (at least 1e-3) of the expected values. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  let magnitude = 1e-3;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    worst = Math.max(worst, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
    magnitude = Math.max(magnitude, Math.abs(expected[i]!));
  }
  return worst / magnitude;
}
