/** The optimiser's step, appended to a program: new values of weights and of the optimiser's slots. */
import type { Experiment } from '../graph/document';
import type { ProgramBuilder } from '../ops/createOpBuilder';
import type { Leaf } from '../ops/program';
import type { Value } from '../ops/types';
import { sumOfSquares } from './sumOfSquares';

/** Which rule, with the settings of `torch.optim`; what is absent is as there, decay as 0. */
export interface OptimizerSpec {
  readonly kind: 'adam' | 'adamw' | 'sgd';
  readonly beta1?: number;
  readonly beta2?: number;
  readonly momentum?: number;
  readonly nesterov?: boolean;
  readonly weightDecay?: number;
  /** Longest gradient over all weights, as in `torch.nn.utils.clip_grad_norm_`. */
  readonly clipNorm?: number;
}

/** What is used where an experiment says nothing, as in `torch.optim.Adam`. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** The part of an experiment that is compiled into the training step. */
export function optimizerOf(experiment: Experiment): OptimizerSpec {
  const { optimizer, momentum, nesterov, weightDecay, clipNorm, beta1, beta2 } = experiment;
  const shared = { kind: optimizer, weightDecay, clipNorm };
  return optimizer === 'sgd' ? { ...shared, momentum, nesterov } : { ...shared, beta1, beta2 };
}

/** Scalars that the session gives at each step. SGD: the learning rate; Adam: with corrections. */
export const STEP_SIZE = 'stepSize';
/** Adam's epsilon, times sqrt(1 - beta2^t). */
export const EPSILON = 'epsilon';
/** AdamW: what decay leaves of a weight, 1 - learning rate * weight decay. */
export const KEEP = 'keep';

export type WeightLeaf = Extract<Leaf, { kind: 'weight' }>;

/** A weight with the gradient of the loss. */
export type ReachedWeight = WeightLeaf & { readonly gradient: Value };

interface Target {
  readonly weight: Value;
  readonly gradient: Value;
  /** A scalar that the gradient is still to be multiplied with; null for 1. */
  readonly factor: Value | null;
  /** The optimiser's state of this weight, by its short name. */
  slot(suffix: string): Value;
}

/** The new weight, and the new slots by their short names. */
interface Update {
  readonly weight: Value;
  readonly slots?: Readonly<Record<string, Value>>;
}

type Rule = (target: Target) => Update;

/** Name of the metric that tells how long the gradient of all weights together is, before clipping. */
export const GRADIENT_NORM = 'gradient norm';

export interface OptimizerStep {
  /** Assignments by name, slots (`kernel#m`) included. */
  readonly updates: ReadonlyMap<string, Value>;
  /** L2 norm of the gradient over all weights; null where it is neither used nor asked for. */
  readonly norm: Value | null;
}

/** `tellsNorm` computes the norm of the gradient although nothing is clipped by it. */
export function applyOptimizer(
  builder: ProgramBuilder,
  weights: readonly ReachedWeight[],
  spec: OptimizerSpec,
  tellsNorm = false,
): OptimizerStep {
  const { ops } = builder;
  const updates = new Map<string, Value>();
  builder.at('', 'update');
  // First of all: every gradient is there, and none has to be held for it any longer.
  const norm = spec.clipNorm || tellsNorm ? gradientNorm(builder, weights) : null;
  const factor = spec.clipNorm && norm ? clipFactor(builder, norm, spec.clipNorm) : null;
  const rule = spec.kind === 'sgd' ? descend(builder, spec) : adam(builder, spec);
  const decay = spec.kind === 'adamw' ? 0 : (spec.weightDecay ?? 0);
  for (const { name, value, gradient } of weights) {
    builder.at(name.slice(0, name.lastIndexOf('/')), 'update');
    const weight = builder.valueOf(value);
    const slot = (suffix: string) =>
      builder.addLeaf({ kind: 'slot', name: `${name}#${suffix}` }, weight);
    const decayed = decay
      ? ops.axpby([factor ?? ops.scalar(1), gradient, weight], { b: decay })
      : null;
    const update = rule(
      decayed
        ? { weight, slot, gradient: decayed, factor: null }
        : { weight, slot, gradient, factor },
    );
    for (const [suffix, slot] of Object.entries(update.slots ?? {})) {
      updates.set(`${name}#${suffix}`, slot);
    }
    updates.set(name, update.weight);
  }
  return { updates, norm };
}

function gradientNorm({ ops }: ProgramBuilder, weights: readonly ReachedWeight[]): Value {
  const gradients = weights.map(({ gradient }) => gradient);
  return ops.sqrt([sumOfSquares(ops, gradients)]);
}

/** What every gradient is multiplied with: c / (norm + 1e-6), at most 1, as PyTorch does. */
function clipFactor({ ops }: ProgramBuilder, norm: Value, clipNorm: number): Value {
  const limit = ops.scalar(clipNorm);
  return ops.div([limit, ops.maximum([ops.shift([norm], { amount: 1e-6 }), limit])]);
}

/**
 * Gradient descent with momentum as PyTorch writes it (dampening 0): buffer = momentum * buffer +
 * gradient, and a step along it or, Nesterov's way, along gradient + momentum * buffer.
 */
function descend(builder: ProgramBuilder, { momentum, nesterov }: OptimizerSpec): Rule {
  const { ops } = builder;
  const down = ops.neg([scalarLeaf(builder, STEP_SIZE)]);
  return ({ weight, gradient, factor, slot }) => {
    if (!momentum) {
      const step = factor ? ops.mul([down, factor]) : down;
      return { weight: ops.axpby([step, gradient, weight]) };
    }
    const scale = factor ?? ops.scalar(1);
    const buffer = ops.axpby([scale, gradient, slot('momentum')], { b: momentum });
    const along = nesterov ? ops.axpby([scale, gradient, buffer], { b: momentum }) : buffer;
    return { weight: ops.axpby([down, along, weight]), slots: { momentum: buffer } };
  };
}

/** Kingma and Ba 2015, algorithm 1; AdamW: Loshchilov and Hutter 2019, algorithm 2. */
function adam(
  builder: ProgramBuilder,
  { kind, beta1 = ADAM.beta1, beta2 = ADAM.beta2, weightDecay }: OptimizerSpec,
): Rule {
  const { ops } = builder;
  const stepSize = scalarLeaf(builder, STEP_SIZE);
  const epsilon = scalarLeaf(builder, EPSILON);
  const keep = kind === 'adamw' && weightDecay ? scalarLeaf(builder, KEEP) : ops.scalar(1);
  return ({ weight, gradient, factor, slot }) => {
    const scaled = factor ? ops.mul([gradient, factor]) : gradient;
    const m = ops.adamMean([slot('m'), scaled], { beta1 });
    const v = ops.adamVariance([slot('v'), scaled], { beta2 });
    return { weight: ops.adamStep([weight, m, v, stepSize, epsilon, keep]), slots: { m, v } };
  };
}

function scalarLeaf(builder: ProgramBuilder, name: string): Value {
  return builder.addLeaf({ kind: 'scalar', name }, { shape: [], dtype: 'float32' });
}
