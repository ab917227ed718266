/** differentiate: reverse-mode automatic differentiation, program to program. */
import { sizeOf } from '../graph/types';
import { createProgramBuilder, type ProgramBuilder } from '../ops/createOpBuilder';
import type { Program, ProgramOutput } from '../ops/program';
import type { Op, Value } from '../ops/types';
import { applyOptimizer, GRADIENT_NORM, type OptimizerSpec, type WeightLeaf } from './optimizer';
import type { Reporter } from './reporter';

/** Name of the tap that holds a gradient: of a weight by its name, of a port by `path.port`. */
export const gradientTap = (name: string): string => `grad:${name}`;

/** What a training step tells beside its loss; nothing where absent. */
export interface Telling {
  /** The length of the gradient, as a metric. */
  readonly norm?: boolean;
  /** The gradient of every trainable weight, before it is clipped, as taps. */
  readonly taps?: boolean;
}

/**
 * Appends the gradient of the sum of all losses with respect to every trainable weight, and the
 * assignments of the optimiser. Null, with a report, where there is no loss or no way back from it.
 */
export function differentiate(
  program: Program,
  optimizer: OptimizerSpec,
  reporter: Reporter,
  tells: Telling = {},
): Program | null {
  const builder = createProgramBuilder(program);
  const weights = trainableWeights(program);
  const gradients = gradientsOfLoss(program, builder, new Set(weights.keys()), reporter);
  if (!gradients) return null;
  const updates = new Map(program.updates.map(({ name, value }) => [name, value]));
  const reached = [...gradients].map(([id, gradient]) => ({ ...weights.get(id)!, gradient }));
  const step = applyOptimizer(builder, reached, optimizer, tells.norm);
  for (const [name, { id }] of step.updates) updates.set(name, id);
  const told: ProgramOutput[] =
    tells.norm && step.norm
      ? [{ path: '', value: step.norm.id, kind: 'metric', name: GRADIENT_NORM }]
      : [];
  const tapped = tells.taps
    ? reached.map(({ name, gradient }) => [gradientTap(name), gradient.id] as const)
    : [];
  return builder.finish({
    outputs: [...program.outputs, ...told],
    updates: [...updates].map(([name, value]) => ({ name, value })),
    taps: { ...program.taps, ...Object.fromEntries(tapped) },
  });
}

/**
 * Appends the gradient of the sum of all losses with respect to every trainable weight and to
 * `chosen` values (ids by name), and gives each a tap, `gradientTap(name)`. What the loss does not
 * depend on has none, as in PyTorch. Null, with a report, as for `differentiate`.
 */
export function withGradients(
  program: Program,
  chosen: Readonly<Record<string, number>>,
  reporter: Reporter,
): Program | null {
  const builder = createProgramBuilder(program);
  const weights = trainableWeights(program);
  const names = [...weights].map(([id, { name }]): [string, number] => [name, id]);
  const wanted = [...names, ...Object.entries(chosen)];
  const ids = new Set(wanted.map(([, id]) => id));
  const gradients = gradientsOfLoss(program, builder, ids, reporter);
  if (!gradients) return null;
  const taps = { ...program.taps };
  for (const [name, id] of wanted) {
    const gradient = gradients.get(id);
    if (gradient) taps[gradientTap(name)] = gradient.id;
  }
  return builder.finish({ outputs: program.outputs, updates: program.updates, taps });
}

function trainableWeights(program: Program): ReadonlyMap<number, WeightLeaf> {
  const weights = new Map<number, WeightLeaf>();
  for (const leaf of program.leaves) {
    if (leaf.kind === 'weight' && leaf.trainable) weights.set(leaf.value, leaf);
  }
  return weights;
}

/** The gradient of every wanted value that a loss depends on; null, with a report, without any. */
function gradientsOfLoss(
  program: Program,
  builder: ProgramBuilder,
  wanted: ReadonlySet<number>,
  reporter: Reporter,
): ReadonlyMap<number, Value> | null {
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
  const gradients = backward(program, builder, losses, wanted, reporter);
  if (gradients?.size !== 0) return gradients;
  reporter.report({
    code: 'train/no-gradient',
    severity: 'error',
    message: 'The loss depends on no parameter, so there is nothing to train.',
    hint: 'Wire the output of a block that has parameters to the loss.',
    at: { path: losses[0].path },
  });
  return null;
}

/** Gradients of the wanted values, by id and in the order of `wanted`; null where a step has none. */
function backward(
  program: Program,
  builder: ProgramBuilder,
  losses: readonly ProgramOutput[],
  wanted: ReadonlySet<number>,
  reporter: Reporter,
): ReadonlyMap<number, Value> | null {
  const active = dependents(program, wanted);
  const gradients = new Map<number, Value>();
  for (const { value } of losses) {
    // Equal losses are one value, and count as often as they were asked for.
    const times = losses.filter((other) => other.value === value).length;
    if (active.has(value)) gradients.set(value, builder.ops.scalar(times));
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
      gradients.set(id, sum ? addUp(builder, sum, part) : part);
    }
  }
  return new Map(
    [...wanted].flatMap((id) => {
      const gradient = gradients.get(id);
      return gradient ? [[id, gradient] as const] : [];
    }),
  );
}

/** a + b of one shape; with more axes than backends add, in one row. */
function addUp({ ops }: ProgramBuilder, a: Value, b: Value): Value {
  if (a.shape.length <= 4) return ops.add([a, b]);
  const [first, second] = [a, b].map((x) => ops.reshape([x], { shape: [sizeOf(x.shape)] }));
  return ops.reshape([ops.add([first, second])], { shape: a.shape });
}

/** The wanted values and what depends on them through real numbers. */
function dependents(program: Program, wanted: ReadonlySet<number>): ReadonlySet<number> {
  const active = new Set<number>();
  for (const id of wanted) if (program.types[id].dtype === 'float32') active.add(id);
  for (const { inputs, output } of program.instructions) {
    if (program.types[output].dtype === 'float32' && inputs.some((id) => active.has(id))) {
      active.add(output);
    }
  }
  return active;
}
