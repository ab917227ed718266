/** The optimiser's step, appended to a program: new values of weights and of the optimiser's slots. */
import type { ProgramBuilder } from '../ops/createOpBuilder';
import type { Leaf } from '../ops/program';
import type { Value } from '../ops/types';

export interface OptimizerSpec {
  readonly kind: 'adam' | 'sgd';
  readonly beta1?: number;
  readonly beta2?: number;
}

/** Scalars that the session gives at each step. Adam: see Kingma & Ba 2015, algorithm 1. */
export const STEP_SIZE = 'stepSize';
/** Adam's epsilon, times sqrt(1 - beta2^t). */
export const EPSILON = 'epsilon';

export type WeightLeaf = Extract<Leaf, { kind: 'weight' }>;

/** A weight with the gradient of the loss. */
export type ReachedWeight = WeightLeaf & { readonly gradient: Value };

/** Assignments by name, slots (`kernel#m`) included. */
export function applyOptimizer(
  builder: ProgramBuilder,
  weights: readonly ReachedWeight[],
  { kind, beta1 = 0.9, beta2 = 0.999 }: OptimizerSpec,
): ReadonlyMap<string, Value> {
  const { ops } = builder;
  const updates = new Map<string, Value>();
  const scalar = { shape: [], dtype: 'float32' } as const;
  const stepSize = builder.addLeaf({ kind: 'scalar', name: STEP_SIZE }, scalar);
  const epsilon =
    kind === 'adam' ? builder.addLeaf({ kind: 'scalar', name: EPSILON }, scalar) : null;
  for (const { name, value, gradient } of weights) {
    builder.at(name.slice(0, name.lastIndexOf('/')), 'update');
    const weight = builder.valueOf(value);
    if (!epsilon) {
      updates.set(name, ops.sub([weight, ops.mul([gradient, stepSize])]));
      continue;
    }
    const slot = (suffix: string) =>
      builder.addLeaf({ kind: 'slot', name: `${name}#${suffix}` }, weight);
    const m = ops.adamMean([slot('m'), gradient], { beta1 });
    const v = ops.adamVariance([slot('v'), gradient], { beta2 });
    updates.set(`${name}#m`, m);
    updates.set(`${name}#v`, v);
    updates.set(name, ops.adamStep([weight, m, v, stepSize, epsilon]));
  }
  return updates;
}
