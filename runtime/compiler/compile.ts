/** compile: a document becomes a plan that a session can execute. The stages, one after the other. */
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import type { GraphDocument } from '../graph/document';
import type { TensorType } from '../graph/types';
import type { Program } from '../ops/program';
import { runFrontEnd } from './analyze';
import { differentiate, withGradients } from './differentiate';
import { mixLabels } from './mixLabels';
import { optimize } from './optimize';
import type { OptimizerSpec } from './optimizer';
import { plan } from './plan';
import { createReporter, type Reporter } from './reporter';
import type { ExecutionPlan, Purpose } from './types';
import { verifyPlan, verifyProgram } from './verify';

export interface CompileOptions {
  readonly purpose: Purpose;
  /** Examples per step. */
  readonly batch: number;
  /** Values to bring back: `encoder/3/attention.weights`. Unknown ones are left out. */
  readonly taps?: readonly string[];
  /** For `train`. */
  readonly optimizer?: OptimizerSpec;
  /** For `train`: the length of the gradient as the metric `GRADIENT_NORM`; the step is the same. */
  readonly gradientNorm?: boolean;
  /** For `train`: the gradient of every trainable weight, before it is clipped, as the tap `gradientTap(name)`. */
  readonly tapGradients?: boolean;
  /** For `train`: each loss is mixed of those of two answers, see `mixLabels`. */
  readonly mixLabels?: boolean;
  /**
   * For `gradient`: ports (`encoder/3/attention.y`) whose gradient is wanted beside that of every
   * trainable weight. Each comes back as the tap `gradientTap(name)`; what the loss does not depend
   * on, and what is unknown, is left out.
   */
  readonly gradients?: readonly string[];
  /** Batch statistics and dropout, as in a training step; by default for `train` alone. */
  readonly training?: boolean;
}

/** A plan, with the types that name the axes of its taps. */
export interface Compiled {
  readonly plan: ExecutionPlan;
  readonly types: ReadonlyMap<string, TensorType>;
}

/**
 * Compiles a document for a purpose. A broken graph compiles as far as it is right, with its problems
 * beside it; it fails when nothing that the purpose asks for can be computed.
 */
export function compile(document: GraphDocument, options: CompileOptions): Result<Compiled> {
  const { purpose, batch, training = purpose === 'train' } = options;
  const reporter = createReporter();
  const scored = training || purpose === 'evaluate';
  const { scheduled, traced } = runFrontEnd(document, { batch, training, scored }, reporter);
  const requested = requestTaps(traced.program, scheduled.aliases, namesOf(options));
  const selected = selectOutputs({ ...traced.program, taps: requested }, purpose);
  const wanted = optimize(selected, rootsOf(selected));
  const program = transform(wanted, options, reporter);
  if (!program || !computesSomething(program)) {
    return failure(...withReason(reporter.diagnostics));
  }
  const optimized = program === wanted ? program : optimize(program, rootsOf(program));
  const planned = plan(optimized);
  if (import.meta.env.DEV) {
    verifyProgram(optimized, purpose);
    verifyPlan(planned);
  }
  return success({ plan: planned, types: traced.types }, reporter.diagnostics);
}

/** Appends what the purpose asks for beyond the forward pass. */
function transform(program: Program, options: CompileOptions, reporter: Reporter): Program | null {
  const { purpose, optimizer = { kind: 'adam' }, taps = [], gradients = [] } = options;
  if (purpose === 'train') {
    const forward = options.mixLabels ? mixLabels(program) : program;
    return differentiate(forward, optimizer, reporter, {
      norm: options.gradientNorm,
      taps: options.tapGradients,
    });
  }
  if (purpose !== 'gradient') return program;
  const of = (names: readonly string[]) =>
    Object.fromEntries(Object.entries(program.taps).filter(([name]) => names.includes(name)));
  return withGradients({ ...program, taps: of(taps) }, of(gradients), reporter);
}

/** Ports that must be computed because their value or their gradient is asked for. */
function namesOf({ purpose, taps = [], gradients = [] }: CompileOptions): readonly string[] {
  return purpose === 'gradient' ? [...taps, ...gradients] : taps;
}

function rootsOf(program: Program): readonly number[] {
  return [
    ...program.outputs.map(({ value }) => value),
    ...program.updates.map(({ value }) => value),
    ...Object.values(program.taps),
  ];
}

/** Only the taps asked for; a composite's port is that of the primitive behind it. */
function requestTaps(
  program: Program,
  aliases: ReadonlyMap<string, string>,
  taps: readonly string[],
): Program['taps'] {
  const requested: Record<string, number> = {};
  for (const name of taps) {
    const value = program.taps[aliases.get(name) ?? name];
    if (value !== undefined) requested[name] = value;
  }
  return requested;
}

function selectOutputs(program: Program, purpose: Purpose): Program {
  const predicts = purpose !== 'train';
  const scores = purpose !== 'predict';
  return {
    ...program,
    outputs: program.outputs.filter(({ kind }) => {
      if (kind === 'boxes' || kind === 'box-classes') return purpose === 'evaluate';
      return kind === 'loss' || kind === 'metric' ? scores : predicts;
    }),
    updates: purpose === 'train' ? program.updates : [],
  };
}

function computesSomething(program: Program): boolean {
  return program.outputs.length > 0 || Object.keys(program.taps).length > 0;
}

function withReason(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.some(({ severity }) => severity === 'error')) return diagnostics;
  return [
    ...diagnostics,
    {
      code: 'graph/no-output',
      severity: 'error',
      message: 'The graph has no output, so there is nothing to run.',
      hint: 'Add an output block and lead the last wire to it.',
      at: {},
    },
  ];
}
