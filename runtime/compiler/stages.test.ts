/** The stages that work on programs: optimise, differentiate, plan. */
import { describe, expect, it } from 'vitest';
import { createProgramBuilder } from '../ops/createOpBuilder';
import type { Program } from '../ops/program';
import { differentiate, withGradients } from './differentiate';
import { optimize } from './optimize';
import { plan } from './plan';
import { printProgram } from './printProgram';
import { createReporter } from './reporter';
import { verifyPlan, verifyProgram } from './verify';

const zeros = { kind: 'zeros' } as const;

/** loss = mean((relu(x W) + b)^2), with one value that nobody needs and one computed twice. */
function smallProgram(): Program {
  const builder = createProgramBuilder();
  const { ops } = builder;
  const weight = (name: string, shape: number[]) =>
    builder.addLeaf(
      { kind: 'weight', name, initializer: zeros, trainable: true },
      { shape, dtype: 'float32' },
    );
  const x = builder.addLeaf(
    { kind: 'input', name: 'x', spec: { role: 'image', field: 'image' } },
    { shape: [2, 3], dtype: 'float32' },
  );
  const w = weight('dense/kernel', [3, 4]);
  const b = weight('dense/bias', [4]);
  builder.at('dense', 'forward');
  const y = ops.add([ops.relu([ops.matmul([x, w])]), b]);
  const again = ops.add([ops.relu([ops.matmul([x, w])]), b]);
  ops.exp([y]);
  builder.at('loss', 'forward');
  const loss = ops.mean([ops.mul([y, again])], { axes: [0, 1] });
  return builder.finish({
    outputs: [{ path: 'loss', value: loss.id, kind: 'loss', name: 'loss' }],
    updates: [],
    taps: { 'dense.y': again.id },
  });
}

const rootsOf = (program: Program) => [
  ...program.outputs.map(({ value }) => value),
  ...program.updates.map(({ value }) => value),
  ...Object.values(program.taps),
];

describe('optimize', () => {
  it('computes equal values once and drops what nobody needs', () => {
    const program = smallProgram();
    const optimized = optimize(program, rootsOf(program));
    verifyProgram(optimized, 'optimise');
    expect(optimized.instructions.map(({ op }) => op.name)).toEqual([
      'matmul',
      'relu',
      'add',
      'mul',
      'mean',
    ]);
    // The tap was a merged value: it now names the survivor.
    expect(optimized.taps['dense.y']).toBe(optimized.instructions[2].output);
  });

  it('changes nothing the second time', () => {
    const program = smallProgram();
    const once = optimize(program, rootsOf(program));
    expect(printProgram(optimize(once, rootsOf(once)))).toBe(printProgram(once));
  });
});

describe('differentiate', () => {
  it('appends gradients and the assignments of the optimiser', () => {
    const reporter = createReporter();
    const program = differentiate(smallProgram(), { kind: 'adam' }, reporter);
    expect(reporter.diagnostics).toEqual([]);
    if (!program) throw new Error('no program');
    verifyProgram(program, 'differentiate');
    expect(program.updates.map(({ name }) => name).sort()).toEqual([
      'dense/bias',
      'dense/bias#m',
      'dense/bias#v',
      'dense/kernel',
      'dense/kernel#m',
      'dense/kernel#v',
    ]);
    for (const { name, value } of program.updates) {
      const shape = name.startsWith('dense/bias') ? [4] : [3, 4];
      expect(program.types[value].shape).toEqual(shape);
    }
  });

  it('prints the same text every time', () => {
    const print = () => {
      const program = differentiate(smallProgram(), { kind: 'sgd' }, createReporter());
      if (!program) throw new Error('no program');
      return printProgram(optimize(program, rootsOf(program)));
    };
    expect(print()).toBe(print());
    expect(print()).toMatchSnapshot();
  });

  it('counts a loss that was asked for twice twice', () => {
    const once = smallProgram();
    const twice = { ...once, outputs: [...once.outputs, ...once.outputs] };
    const seeds = [once, twice].map((program) => {
      const trained = differentiate(program, { kind: 'sgd' }, createReporter());
      return trained?.leaves.flatMap((leaf) => (leaf.kind === 'constant' ? [...leaf.data()] : []));
    });
    expect(seeds).toEqual([[1], [2]]);
  });

  it('says that there is no loss', () => {
    const reporter = createReporter();
    const program = { ...smallProgram(), outputs: [] };
    expect(differentiate(program, { kind: 'adam' }, reporter)).toBeNull();
    expect(reporter.diagnostics.map(({ code }) => code)).toEqual(['train/no-loss']);
  });

  it('says that the loss depends on no parameter', () => {
    const builder = createProgramBuilder();
    const loss = builder.ops.scalar(1);
    const program = builder.finish({
      outputs: [{ path: 'loss', value: loss.id, kind: 'loss', name: 'loss' }],
      updates: [],
      taps: {},
    });
    const reporter = createReporter();
    expect(differentiate(program, { kind: 'adam' }, reporter)).toBeNull();
    expect(reporter.diagnostics.map(({ code }) => code)).toEqual(['train/no-gradient']);
  });
});

describe('withGradients', () => {
  it('taps the gradient of every weight and of the values that were chosen', () => {
    const program = smallProgram();
    const reporter = createReporter();
    const { value: x } = program.leaves[0];
    const chosen = { 'x.x': x, 'dense.y': program.taps['dense.y'] };
    const found = withGradients(program, chosen, reporter);
    if (!found) throw new Error('no program');
    verifyProgram(found, 'differentiate');
    expect(found.updates).toEqual([]);
    const shapes = Object.entries(found.taps).map(([name, id]) => [name, found.types[id].shape]);
    expect(Object.fromEntries(shapes)).toEqual({
      'dense.y': [2, 4],
      'grad:dense/kernel': [3, 4],
      'grad:dense/bias': [4],
      'grad:x.x': [2, 3],
      'grad:dense.y': [2, 4],
    });
  });

  it('leaves out what the loss does not depend on', () => {
    const program = smallProgram();
    // The exponential leads nowhere.
    const unused = program.instructions.find(({ op }) => op.name === 'exp');
    if (!unused) throw new Error('no such step');
    const found = withGradients(program, { unused: unused.output }, createReporter());
    expect(Object.keys(found?.taps ?? {})).not.toContain('grad:unused');
  });
});

describe('plan', () => {
  it('releases every value at its last use and keeps results', () => {
    const program = smallProgram();
    const planned = plan(optimize(program, rootsOf(program)));
    verifyPlan(planned);
    const trained = differentiate(program, { kind: 'adam' }, createReporter());
    if (!trained) throw new Error('no program');
    verifyPlan(plan(optimize(trained, rootsOf(trained))));
  });

  it('counts the most bytes held at once, views once', () => {
    const builder = createProgramBuilder();
    const { ops } = builder;
    const x = builder.addLeaf(
      { kind: 'input', name: 'x', spec: { role: 'image', field: 'image' } },
      { shape: [10, 10], dtype: 'float32' },
    );
    const a = ops.exp([x]); // 400 bytes beside the 400 of x
    const view = ops.reshape([a], { shape: [100] }); // none
    const b = ops.exp([view]); // 400 more, then a dies
    const c = ops.exp([b]); // 400 in place of a
    const program = builder.finish({
      outputs: [{ path: 'n', value: c.id, kind: 'value', name: 'n' }],
      updates: [],
      taps: {},
    });
    expect(plan(program)).toMatchObject({ peakBytes: 1200, largestBytes: 400, dispatches: 3 });
  });
});
