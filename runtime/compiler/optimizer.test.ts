/** What the optimiser's step adds to a program. Its numbers are held to PyTorch in session/optimizers. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sizeOf } from '../graph/types';
import { startBackend, type TestRuntime } from '../kernels/testing/startBackend';
import { createProgramBuilder } from '../ops/createOpBuilder';
import type { Value } from '../ops/types';
import { differentiate } from './differentiate';
import { createExecutor } from './execute';
import { optimize } from './optimize';
import type { OptimizerSpec } from './optimizer';
import { plan } from './plan';
import { createReporter } from './reporter';
import { sumOfSquares } from './sumOfSquares';
import { verifyProgram } from './verify';

const WEIGHTS = 9;

/** The update of nine weights [3]; their loss is the sum of their squares. */
function updateOf(spec: OptimizerSpec) {
  const builder = createProgramBuilder();
  const { ops } = builder;
  const type = { shape: [3], dtype: 'float32' } as const;
  const initializer = { kind: 'zeros' } as const;
  const weights = Array.from({ length: WEIGHTS }, (_, index) =>
    builder.addLeaf(
      { kind: 'weight', name: `layer/${index}/bias`, trainable: true, initializer },
      type,
    ),
  );
  const losses = weights.map((weight) => ops.sum([ops.square([weight])], { axes: [0] }));
  const loss = losses.reduce((sum, part) => ops.add([sum, part]));
  const forward = builder.finish({
    outputs: [{ path: 'loss', value: loss.id, kind: 'loss', name: 'loss' }],
    updates: [],
    taps: {},
  });
  const trained = differentiate(forward, spec, createReporter());
  if (!trained) throw new Error('no program');
  const program = optimize(
    trained,
    trained.updates.map(({ value }) => value),
  );
  verifyProgram(program, 'optimizer');
  const update = program.instructions.filter(({ phase }) => phase === 'update');
  const { dispatches } = plan({ ...program, instructions: update });
  const slots = program.leaves.flatMap((leaf) => (leaf.kind === 'slot' ? [leaf.name] : []));
  const scalars = program.leaves.flatMap((leaf) => (leaf.kind === 'scalar' ? [leaf.name] : []));
  return { dispatches, slots: slots.length / WEIGHTS, scalars, slot: slots[0] };
}

/** Once a step: sign of the learning rate. */
const ONCE = 1;
/** Once a step: three joins in two levels, square, sum, root, shift, maximum, quotient. */
const CLIP = 3 + 6;

describe('applyOptimizer', () => {
  it.each<[string, OptimizerSpec, { each: number; once: number; slots: number }]>([
    ['plain', { kind: 'sgd' }, { each: 1, once: ONCE, slots: 0 }],
    ['decayed', { kind: 'sgd', weightDecay: 0.1 }, { each: 2, once: ONCE, slots: 0 }],
    ['momentum', { kind: 'sgd', momentum: 0.9 }, { each: 2, once: ONCE, slots: 1 }],
    ['Nesterov', { kind: 'sgd', momentum: 0.9, nesterov: true }, { each: 3, once: ONCE, slots: 1 }],
    ['clipped', { kind: 'sgd', clipNorm: 1 }, { each: 1, once: ONCE + CLIP + 1, slots: 0 }],
    [
      'clipped momentum',
      { kind: 'sgd', momentum: 0.9, clipNorm: 1 },
      { each: 2, once: ONCE + CLIP, slots: 1 },
    ],
    ['Adam', { kind: 'adam' }, { each: 3, once: 0, slots: 2 }],
    ['decayed Adam', { kind: 'adam', weightDecay: 0.1 }, { each: 4, once: 0, slots: 2 }],
    ['clipped Adam', { kind: 'adam', clipNorm: 1 }, { each: 4, once: CLIP, slots: 2 }],
    [
      'clipped and decayed Adam',
      { kind: 'adam', clipNorm: 1, weightDecay: 0.1 },
      { each: 4, once: CLIP, slots: 2 },
    ],
    ['AdamW', { kind: 'adamw', weightDecay: 0.1 }, { each: 3, once: 0, slots: 2 }],
  ])('takes few dispatches a weight: %s', (_, spec, { each, once, slots }) => {
    const found = updateOf(spec);
    expect(found.slots).toBe(slots);
    expect(found.dispatches).toBe(each * WEIGHTS + once);
  });

  it('asks for the scalars and slots of its rule alone', () => {
    expect(updateOf({ kind: 'sgd', momentum: 0.9 })).toMatchObject({
      scalars: ['stepSize'],
      slot: 'layer/0/bias#momentum',
    });
    expect(updateOf({ kind: 'adam', weightDecay: 0.1 })).toMatchObject({
      scalars: ['stepSize', 'epsilon'],
      slot: 'layer/0/bias#m',
    });
    expect(updateOf({ kind: 'adamw', weightDecay: 0.1 }).scalars).toEqual([
      'stepSize',
      'epsilon',
      'keep',
    ]);
  });
});

describe('sumOfSquares', () => {
  let tf: TestRuntime['tf'];
  beforeAll(async () => {
    ({ tf } = await startBackend('cpu'));
  });

  it.each([
    ['one scalar', [[]]],
    ['one small value', [[3, 5]]],
    ['more values than a dispatch can join', Array.from({ length: 60 }, () => [2, 3])],
    ['rows that are not full', [[1000], [7, 9], [513]]],
    ['rows that are full', [[1024], [2, 512]]],
    ['a value larger than what is joined', [[5], [2 ** 20 + 3], [4, 4]]],
  ])('is exact for %s', async (_, shapes) => {
    const builder = createProgramBuilder();
    const values = shapes.map((shape, index) =>
      builder.addLeaf({ kind: 'slot', name: String(index) }, { shape, dtype: 'float32' }),
    );
    const total: Value = sumOfSquares(builder.ops, values);
    expect(total.shape).toEqual([]);
    const program = builder.finish({ outputs: [], updates: [], taps: { total: total.id } });
    verifyProgram(program, 'sumOfSquares');
    for (const { op, inputs } of program.instructions) {
      if (op.name === 'concat') expect(inputs.length).toBeLessThanOrEqual(7);
    }
    const executor = createExecutor(tf, plan(program));
    let expected = 0;
    const tensors = shapes.map((shape, index) => {
      const data = Float32Array.from(
        { length: sizeOf(shape) },
        (_each, i) => ((i + index) % 7) - 3,
      );
      for (const value of data) expected += value * value;
      return tf.tensor(data, shape);
    });
    const { taps } = executor.run((leaf) => tensors[Number(leaf.name)], { step: 0, seed: 0 });
    expect((await taps.total.data())[0]).toBe(expected);
    tf.dispose([...tensors, taps.total]);
    executor.dispose();
  });
});
