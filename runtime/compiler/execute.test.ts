import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend, type TestRuntime } from '../kernels/testing/startBackend';
import { createProgramBuilder } from '../ops/createOpBuilder';
import type { Op, Value } from '../ops/types';
import { type Bind, createExecutor, type Execution, ExecutionError, tensorsOf } from './execute';
import { plan } from './plan';

let tf: TestRuntime['tf'];
beforeAll(async () => {
  ({ tf } = await startBackend('cpu'));
});

const context = { step: 0, seed: 0 };
const type = { shape: [2, 2], dtype: 'float32' } as const;
const builderWithX = () => {
  const builder = createProgramBuilder();
  const x = builder.addLeaf(
    { kind: 'weight', name: 'x', trainable: true, initializer: { kind: 'zeros' } },
    type,
  );
  return { builder, x };
};
const output = (value: Value) =>
  ({ path: 'out', value: value.id, kind: 'value', name: 'out' }) as const;

/** Tensors that remain after `work`, less those that it gives back. */
async function leaked(work: () => Promise<unknown> | unknown): Promise<number> {
  const before = tf.memory().numTensors;
  await work();
  return tf.memory().numTensors - before;
}

describe('createExecutor', () => {
  it('computes outputs, updates and taps, each a tensor of its own', async () => {
    const { builder, x } = builderWithX();
    const { ops } = builder;
    const doubled = ops.add([x, x]);
    const shifted = ops.mul([
      doubled,
      ops.constant('three', { shape: [], dtype: 'float32' }, () => Float32Array.of(3)),
    ]);
    const lr = builder.addLeaf({ kind: 'scalar', name: 'lr' }, { shape: [], dtype: 'float32' });
    const updated = ops.mul([x, lr]);
    const program = builder.finish({
      outputs: [output(shifted), output(shifted), output(x)],
      updates: [{ name: 'x', value: updated.id }],
      taps: { 'a.doubled': doubled.id },
    });
    const given = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const executor = createExecutor(tf, plan(program));
    const bind: Bind = (leaf) => (leaf.kind === 'scalar' ? 0.5 : given);
    let result: Execution | undefined;
    const count = await leaked(() => {
      result = executor.run(bind, context);
    });
    const { outputs, updates, taps } = result as Execution;
    // Three outputs, an update, a tap, and the constant.
    expect(count).toBe(6);
    expect(await outputs[0].tensor.data()).toEqual(Float32Array.of(6, 12, 18, 24));
    outputs[0].tensor.dispose();
    expect(await outputs[1].tensor.data()).toEqual(Float32Array.of(6, 12, 18, 24));
    outputs[2].tensor.dispose();
    expect(await given.data()).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(await updates.get('x')?.data()).toEqual(Float32Array.of(0.5, 1, 1.5, 2));
    expect(await taps['a.doubled'].data()).toEqual(Float32Array.of(2, 4, 6, 8));
    tf.dispose(tensorsOf(result as Execution));
    executor.dispose();
    given.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });

  it('holds no value longer than it is used', () => {
    const { builder, x } = builderWithX();
    let value = x;
    let most = 0;
    for (let link = 0; link < 20; link++) value = builder.ops.neg([value]);
    const program = builder.finish({ outputs: [output(value)], updates: [], taps: {} });
    const given = tf.zeros([2, 2]);
    const watched = {
      ...program,
      instructions: program.instructions.map((instruction) => ({
        ...instruction,
        op: {
          ...instruction.op,
          run: (...args: Parameters<Op['run']>) => {
            most = Math.max(most, tf.memory().numTensors);
            return (instruction.op as unknown as Op).run(...args);
          },
        } as unknown as Op<never>,
      })),
    };
    const { outputs } = createExecutor(tf, plan(watched)).run(() => given, context);
    // The leaf and the value before.
    expect(most).toBe(2);
    tf.dispose([given, outputs[0].tensor]);
  });

  it('names the node of an op that throws, and leaves nothing behind', async () => {
    const { builder, x } = builderWithX();
    builder.at('encoder/3/add', 'forward');
    const sum = builder.ops.add([builder.ops.exp([x]), x]);
    const program = builder.finish({ outputs: [output(sum)], updates: [], taps: {} });
    const broken = {
      ...program.instructions[1],
      op: {
        ...program.instructions[1].op,
        run: () => {
          tf.zeros([100]);
          throw new Error('no memory');
        },
      } as unknown as Op<never>,
    };
    const executor = createExecutor(
      tf,
      plan({ ...program, instructions: [program.instructions[0], broken] }),
    );
    const given = tf.zeros([2, 2]);
    let error: unknown;
    const count = await leaked(() => {
      try {
        executor.run(() => given, context);
      } catch (thrown) {
        error = thrown;
      }
    });
    expect(error).toBeInstanceOf(ExecutionError);
    expect(error).toMatchObject({ path: 'encoder/3/add', op: 'add' });
    expect(count).toBe(0);
    given.dispose();
  });

  it('refuses a tensor of another shape', () => {
    const { builder, x } = builderWithX();
    const program = builder.finish({
      outputs: [output(builder.ops.neg([x]))],
      updates: [],
      taps: {},
    });
    const given = tf.zeros([3, 2]);
    const executor = createExecutor(tf, plan(program));
    expect(() => executor.run(() => given, context)).toThrow('x is [3,2] and should be [2,2]');
    given.dispose();
  });

  it('finds where numbers stopped being numbers, past what was infinite on purpose', async () => {
    const { builder, x } = builderWithX();
    const { ops } = builder;
    builder.at('mask', 'forward');
    const hidden = ops.constant('hidden', type, () => new Float32Array(4).fill(-Infinity));
    const masked = ops.add([x, hidden]);
    builder.at('softmax', 'forward');
    const weights = ops.exp([masked]);
    builder.at('culprit', 'forward');
    const inverse = ops.log([ops.sub([weights, ops.scalar(1)])]);
    builder.at('after', 'forward');
    const result = ops.square([inverse]);
    const program = builder.finish({ outputs: [output(result)], updates: [], taps: {} });
    const executor = createExecutor(tf, plan(program));
    const given = tf.zeros([2, 2]);
    const count = await leaked(async () => {
      const found = await executor.findNonFinite(() => given, context);
      expect(found).toEqual({ path: 'culprit', op: 'log', phase: 'forward' });
      executor.dispose();
    });
    expect(count).toBe(0);
    given.dispose();
  });
});
