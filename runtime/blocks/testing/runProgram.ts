/** Runs a program on tfjs, holding every value against the type that was inferred for it. */
import * as tf from '@tensorflow/tfjs-core';
import { toTensor } from '../../compiler/execute';
import { STEP_SIZE } from '../../compiler/optimizer';
import { sizeOf, type ValueType } from '../../graph/types';
import type { Leaf, Program } from '../../ops/program';
import { initialValues } from '../../session/initialize';

export type Weights = Readonly<Record<string, Float32Array>>;

/** Starting values of all weights, those that would be 0 or 1 moved off, so that they matter. */
export function startingWeights(program: Program): Weights {
  const weights: Record<string, Float32Array> = {};
  for (const leaf of program.leaves) {
    if (leaf.kind !== 'weight') continue;
    const { shape } = program.types[leaf.value];
    const values = initialValues(7, leaf.name, shape, leaf.initializer);
    const noise = initialValues(8, leaf.name, shape, { kind: 'uniform', limit: 0.2 });
    weights[leaf.name] = values.map((value, i) => value + noise[i]);
  }
  return weights;
}

/** Values of inputs by their path; others get some that suit their type. */
export type InputValues = Readonly<Record<string, readonly number[]>>;

/** Values that suit a type: masks with holes, ids below 10, numbers in 0..1. */
export function inputValues({ shape, dtype }: ValueType): Float32Array | Int32Array {
  const size = { length: sizeOf(shape) };
  if (dtype === 'bool') return Int32Array.from(size, (_, i) => Number(i % 3 !== 1));
  return dtype === 'int32'
    ? Int32Array.from(size, (_, i) => (i * 5 + 1) % 10)
    : Float32Array.from(size, (_, i) => (i % 7) / 6);
}

function dataOf(
  leaf: Leaf,
  program: Program,
  weights: Weights,
  inputs: InputValues,
): Float32Array | Int32Array {
  const { shape } = program.types[leaf.value];
  switch (leaf.kind) {
    case 'weight':
      return weights[leaf.name];
    case 'constant':
      return leaf.data();
    case 'slot':
    case 'carried':
      return new Float32Array(sizeOf(shape));
    case 'scalar':
      return Float32Array.of(leaf.name === STEP_SIZE ? 1 : 1e-8);
    case 'input':
      if (Object.hasOwn(inputs, leaf.name)) return Int32Array.from(inputs[leaf.name]);
      return inputValues(program.types[leaf.value]);
  }
}

export interface Run {
  /** By value id. */
  readonly values: readonly Float32Array[];
  /** Values whose tensor is not of the inferred type, in words. */
  readonly mismatches: readonly string[];
}

/** Every value of the program, on the current backend. */
export function runProgram(program: Program, weights: Weights, inputs: InputValues = {}): Run {
  const mismatches: string[] = [];
  const values: Float32Array[] = [];
  tf.tidy(() => {
    const tensors: tf.Tensor[] = [];
    for (const leaf of program.leaves) {
      tensors[leaf.value] = toTensor(
        tf,
        dataOf(leaf, program, weights, inputs),
        program.types[leaf.value],
      );
    }
    for (const { op, inputs: ids, attrs, output } of program.instructions) {
      const context = { step: 0, seed: 3 };
      const tensor = op.run(
        tf,
        ids.map((id) => tensors[id]),
        attrs as never,
        context,
      );
      const { shape, dtype } = program.types[output];
      if (tensor.shape.join() !== shape.join() || tensor.dtype !== dtype) {
        mismatches.push(`${op.name}: ${tensor.dtype}[${tensor.shape}] for ${dtype}[${shape}]`);
      }
      tensors[output] = tensor;
    }
    // Ids have gaps where the optimiser of programs removed a value.
    tensors.forEach((tensor, id) => {
      values[id] = Float32Array.from(tensor.dataSync());
    });
  });
  return { values, mismatches };
}
