/** The contract that every op keeps on every backend, as tests to be declared for one backend. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  startBackend,
  type TestBackend,
  type TestRuntime,
} from '../../kernels/testing/startBackend';
import { cases } from './cases';
import type { OpCase } from './draw';
import {
  attrsOf,
  context,
  drawInputs,
  drawWeights,
  gradientProgram,
  numericGradient,
  type OpName,
  opNames,
  opOf,
  pickElements,
  referenceOf,
  relativeError,
  runProgram,
  toTensor,
  typesOf,
} from './runCase';

/** Agreement with the float64 reference, and so between backends. */
const TOLERANCE = 1e-4;

/** Kernels without a gradient, or wrong or wasteful somewhere. */
const FORBIDDEN_KERNELS = ['Einsum', 'StridedSlice', 'MirrorPad', 'SquaredDifference', 'Reverse'];

export function testContract(backend: TestBackend): void {
  describe(backend, () => {
    let runtime: TestRuntime;
    beforeAll(async () => {
      runtime = await startBackend(backend);
    });
    describe.each(opNames)('%s', (name) => testOp(name, backend, () => runtime));
  });
}

function testOp(name: OpName, backend: TestBackend, started: () => TestRuntime): void {
  it('computes what its definition says, in the inferred shape', async () => {
    const { tf } = started();
    for (const one of cases[name]) {
      const inputs = drawInputs(name, one);
      const attrs = attrsOf(name, one);
      const inferred = opOf(name).infer(typesOf(inputs), attrs);
      const expected = referenceOf(name)(inputs, attrs, context);
      const tensors = inputs.map((input) => toTensor(tf, input));
      const output = opOf(name).run(tf, tensors, attrs, context);
      const label = describeCase(one);
      expect(output.shape, label).toEqual(inferred.shape);
      expect(output.dtype, label).toBe(inferred.dtype);
      expect(relativeError(await output.data(), expected.data), label).toBeLessThan(TOLERANCE);
      tf.dispose([...tensors, output]);
    }
    await started().check();
  });

  if (opOf(name).gradient) {
    it('has the gradient of finite differences', async () => {
      for (const one of cases[name]) {
        if (one.smooth !== false) await compareGradient(started().tf, name, one);
      }
      await started().check();
    });
  }

  if (backend === 'webgpu') {
    it('takes no more dispatches than it tells', () => {
      const { tf } = started();
      const device = tf.backend() as unknown as { runWebGPUProgram(...args: unknown[]): unknown };
      const run = vi.spyOn(device, 'runWebGPUProgram');
      for (const one of cases[name]) {
        const inputs = drawInputs(name, one);
        const attrs = attrsOf(name, one);
        run.mockClear();
        tf.tidy(() => {
          opOf(name).run(
            tf,
            inputs.map((input) => toTensor(tf, input)),
            attrs,
            context,
          );
        });
        const told = opOf(name).dispatches?.(typesOf(inputs), attrs) ?? 1;
        expect(run.mock.calls.length, describeCase(one)).toBeLessThanOrEqual(told);
      }
      run.mockRestore();
    });
  }

  it('leaves no tensor behind', () => {
    const { tf } = started();
    for (const one of cases[name]) {
      const tensors = drawInputs(name, one).map((input) => toTensor(tf, input));
      const before = tf.memory().numTensors;
      const buffers = tf.memory().numDataBuffers;
      const output = opOf(name).run(tf, tensors, attrsOf(name, one), context);
      expect(tf.memory().numTensors, describeCase(one)).toBe(before + 1);
      tf.dispose(output);
      expect(tf.memory().numDataBuffers, describeCase(one)).toBe(buffers);
      tf.dispose(tensors);
    }
  });

  it('uses no kernel that is wrong or has no gradient somewhere', async () => {
    const { tf } = started();
    for (const one of cases[name]) {
      const tensors = drawInputs(name, one).map((input) => toTensor(tf, input));
      const { kernelNames } = await tf.profile(() =>
        opOf(name).run(tf, tensors, attrsOf(name, one), context),
      );
      for (const kernel of FORBIDDEN_KERNELS) expect(kernelNames).not.toContain(kernel);
      tf.dispose(tensors);
    }
  });
}

async function compareGradient(tf: typeof tfjs, name: OpName, one: OpCase): Promise<void> {
  const inputs = drawInputs(name, one);
  const attrs = attrsOf(name, one);
  const output = referenceOf(name)(inputs, attrs, context);
  if (output.dtype !== 'float32') return;
  const weights = drawWeights(name, output.shape);
  const { program, grads } = gradientProgram(name, typesOf(inputs), attrs);
  const arrays = [...inputs, output, weights];
  const names = [...inputs.map((_input, index) => `input ${index}`), 'output', 'grad'];
  const results = tf.tidy(() => {
    const leaves = Object.fromEntries(names.map((leaf, i) => [leaf, toTensor(tf, arrays[i]!)]));
    const tensorOf = runProgram(tf, program, leaves);
    return Object.fromEntries(
      grads.flatMap((grad, index) => (grad ? [[index, tf.clone(tensorOf(grad.id))]] : [])),
    ) as Record<number, tfjs.Tensor>;
  });
  for (const [index, input] of inputs.entries()) {
    const label = `input ${index} of ${describeCase(one)}`;
    if (input.dtype !== 'float32') {
      expect(grads[index], label).toBeNull();
      continue;
    }
    const elements = pickElements(name, input.data.length);
    const expected = numericGradient(name, inputs, attrs, weights, index, elements);
    if (!results[index]) {
      // No gradient says that it is zero.
      expect(expected, label).toEqual(expected.map(() => 0));
      continue;
    }
    expect(results[index]!.shape, label).toEqual(input.shape);
    const values = await results[index]!.data();
    const actual = elements.map((element) => values[element]!);
    expect(relativeError(actual, expected), label).toBeLessThan(TOLERANCE);
    tf.dispose(results[index]!);
  }
}

function describeCase(one: OpCase): string {
  const shapes = one.inputs.map(({ kind, shape }) => `${kind}[${shape.join(',')}]`);
  return `${shapes.join(' ')} ${JSON.stringify(one.attrs ?? {})}`;
}
