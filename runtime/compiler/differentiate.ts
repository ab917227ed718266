/** differentiate: reverse-mode automatic differentiation, program to program, and the optimiser's step. */
import { createProgramBuilder, type ProgramBuilder } from '../ops/createOpBuilder';
import type { Leaf, Program } from '../ops/program';
import type { Op, Value } from '../ops/types';
import type { Reporter } from './reporter';

export interface OptimizerSpec {
  readonly kind: 'adam' | 'sgd';
  readonly beta1?: number;
  readonly beta2?: number;
}

/** Scalars that the session gives at each step. Adam: see Kingma & Ba 2015, algorithm 1. */
export const STEP_SIZE = 'stepSize';
/** Adam's epsilon, times sqrt(1 - beta2^t). */
export const EPSILON = 'epsilon';

type WeightLeaf = Extract<Leaf, { kind: 'weight' }>;

/**
 * Appends the gradient of the sum of all losses with respect to every trainable weight, and the
 * assignments of the optimiser. Null, with a report, where there is no loss or no way back from it.
 */
export function differentiate(
  program: Program,
  optimizer: OptimizerSpec,
  reporter: Reporter,
): Program | null {
  const losses = program.outputs.filter(({ kind }) => kind === 'loss');
  if (losses.length === 0) {
    reporter.report({
      code: 'train/no-loss',
      severity: 'error',
      message: 'There is nothing to learn from: the graph has no loss.',
      hint: 'Add a loss block and lead the output and the labels to it.',
      at: {},
    });
    return null;
  }
  const builder = createProgramBuilder(program);
  const gradients = backward(
    program,
    builder,
    losses.map(({ value }) => value),
    reporter,
  );
  if (!gradients) return null;
  const updates = new Map(program.updates.map(({ name, value }) => [name, value]));
  const weights = program.leaves.filter((leaf): leaf is WeightLeaf => leaf.kind === 'weight');
  const reached = weights.filter((leaf) => leaf.trainable && gradients.has(leaf.value));
  if (reached.length === 0) {
    reporter.report({
      code: 'train/no-gradient',
      severity: 'error',
      message: 'The loss depends on no parameter, so there is nothing to train.',
      hint: 'Wire the output of a block that has parameters to the loss.',
      at: { path: losses[0].path },
    });
    return null;
  }
  applyOptimizer(builder, reached, gradients, optimizer, updates);
  return builder.finish({
    outputs: program.outputs,
    updates: [...updates].map(([name, value]) => ({ name, value })),
    taps: program.taps,
  });
}

/** Gradients by value id; null, with a report, if one cannot be had. */
function backward(
  program: Program,
  builder: ProgramBuilder,
  losses: readonly number[],
  reporter: Reporter,
): Map<number, Value> | null {
  const active = activeValues(program);
  const gradients = new Map<number, Value>();
  for (const loss of new Set(losses)) {
    // Equal losses are one value, and count as often as they were asked for.
    const times = losses.filter((other) => other === loss).length;
    if (active.has(loss)) gradients.set(loss, builder.ops.scalar(times));
  }
  for (let i = program.instructions.length - 1; i >= 0; i--) {
    const { op, inputs, attrs, output, path } = program.instructions[i];
    const grad = gradients.get(output);
    if (!grad) continue;
    const needs = inputs.map((id) => active.has(id));
    if (!needs.includes(true)) continue;
    if (!op.gradient) {
      reporter.report({
        code: 'train/no-gradient',
        severity: 'error',
        message: `This block cannot be trained through: its step "${op.name}" has no gradient.`,
        at: { path },
      });
      return null;
    }
    builder.at(path, 'backward');
    const results = (op as unknown as Op<typeof attrs>).gradient?.(builder.ops, {
      inputs: inputs.map((id) => builder.valueOf(id)),
      output: builder.valueOf(output),
      grad,
      attrs,
      needs,
    });
    for (const [index, id] of inputs.entries()) {
      const part = results?.[index];
      if (!needs[index] || !part) continue;
      const sum = gradients.get(id);
      gradients.set(id, sum ? builder.ops.add([sum, part]) : part);
    }
    gradients.delete(output);
  }
  return gradients;
}

/** Values that depend on a trainable weight through real numbers. */
function activeValues(program: Program): Set<number> {
  const active = new Set<number>();
  for (const leaf of program.leaves) {
    if (leaf.kind === 'weight' && leaf.trainable) active.add(leaf.value);
  }
  for (const { inputs, output } of program.instructions) {
    if (program.types[output].dtype === 'float32' && inputs.some((id) => active.has(id))) {
      active.add(output);
    }
  }
  return active;
}

function applyOptimizer(
  builder: ProgramBuilder,
  weights: readonly WeightLeaf[],
  gradients: ReadonlyMap<number, Value>,
  { kind, beta1 = 0.9, beta2 = 0.999 }: OptimizerSpec,
  updates: Map<string, number>,
): void {
  const { ops } = builder;
  const scalar = { shape: [], dtype: 'float32' } as const;
  const stepSize = builder.addLeaf({ kind: 'scalar', name: STEP_SIZE }, scalar);
  const epsilon =
    kind === 'adam' ? builder.addLeaf({ kind: 'scalar', name: EPSILON }, scalar) : null;
  for (const { name, value } of weights) {
    const grad = gradients.get(value);
    if (!grad) continue;
    builder.at(name.slice(0, name.lastIndexOf('/')), 'update');
    const weight = builder.valueOf(value);
    if (!epsilon) {
      updates.set(name, ops.sub([weight, ops.mul([grad, stepSize])]).id);
      continue;
    }
    const slot = (suffix: string) =>
      builder.addLeaf({ kind: 'slot', name: `${name}#${suffix}` }, weight);
    const m = ops.adamMean([slot('m'), grad], { beta1 });
    const v = ops.adamVariance([slot('v'), grad], { beta2 });
    updates.set(`${name}#m`, m.id);
    updates.set(`${name}#v`, v.id);
    updates.set(name, ops.adamStep([weight, m, v, stepSize, epsilon]).id);
  }
}
