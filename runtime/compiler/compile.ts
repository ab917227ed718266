/** compile: a document becomes a plan that a session can execute. The stages, one after the other. */
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import type { GraphDocument } from '../graph/document';
import type { TensorType } from '../graph/types';
import type { Program } from '../ops/program';
import { runFrontEnd } from './analyze';
import { differentiate, type OptimizerSpec } from './differentiate';
import { optimize } from './optimize';
import { plan } from './plan';
import { createReporter } from './reporter';
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
  const { purpose, batch, taps = [], optimizer = { kind: 'adam' } } = options;
  const reporter = createReporter();
  const training = purpose === 'train';
  const { scheduled, traced } = runFrontEnd(document, { batch, training }, reporter);
  const requested = requestTaps(traced.program, scheduled.aliases, taps);
  const selected = selectOutputs({ ...traced.program, taps: requested }, purpose);
  const wanted = optimize(selected, rootsOf(selected));
  const program = training ? differentiate(wanted, optimizer, reporter) : wanted;
  if (!program || !computesSomething(program)) {
    return failure(...withReason(reporter.diagnostics));
  }
  const optimized = training ? optimize(program, rootsOf(program)) : program;
  const planned = plan(optimized);
  if (import.meta.env.DEV) {
    verifyProgram(optimized, purpose);
    verifyPlan(planned);
  }
  return success({ plan: planned, types: traced.types }, reporter.diagnostics);
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
    outputs: program.outputs.filter(({ kind }) =>
      kind === 'loss' || kind === 'metric' ? scores : predicts,
    ),
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
