/** analyse: everything that can be known of a document without running it. Pure, and free of tfjs. */
import type { GraphDocument } from '../graph/document';
import { resolveScope } from '../graph/expression';
import { bindGraph } from './bind';
import { measureCost } from './cost';
import { expand } from './expand';
import { optimize } from './optimize';
import { plan } from './plan';
import { createReporter, type Reporter } from './reporter';
import { schedule } from './schedule';
import { trace } from './trace';
import type { Analysis, AnalyzeOptions, BoundGraph, ScheduledGraph, TracedGraph } from './types';
import { verifyFlat, verifyProgram, verifySchedule } from './verify';

/** The stages that `analyze` and `compile` share. */
export interface FrontEnd {
  readonly bound: BoundGraph;
  readonly scheduled: ScheduledGraph;
  readonly traced: TracedGraph;
}

/** bind, expand, schedule, trace. */
export function runFrontEnd(
  document: GraphDocument,
  { batch = 1, training = false, scored = training }: AnalyzeOptions,
  reporter: Reporter,
): FrontEnd {
  const scope = resolveHyperparameters(document, reporter);
  const { definitions } = document;
  const bound = bindGraph(document, {
    definitions,
    path: '',
    scope,
    options: new Map(),
    inputs: {},
    outputs: {},
    reporter,
  });
  const flat = expand(bound, definitions, reporter);
  const scheduled = schedule(flat, reporter);
  const traced = trace(scheduled, { batch, training, scored }, reporter);
  if (import.meta.env.DEV) {
    verifyFlat(flat);
    verifySchedule(scheduled);
    verifyProgram(traced.program, 'trace');
  }
  return { bound, scheduled, traced };
}

/** Analyses a document: shapes on every wire, cost of every node, memory, and every problem. */
export function analyze(document: GraphDocument, options: AnalyzeOptions = {}): Analysis {
  const reporter = createReporter();
  const { bound, scheduled, traced } = runFrontEnd(document, options, reporter);
  reportEmpty(document, traced, reporter);
  const results = traced.program.outputs.filter(({ kind }) => kind !== 'metric');
  const optimized = optimize(
    traced.program,
    results.map(({ value }) => value),
  );
  const planned = plan({ ...optimized, taps: {} });
  const { nodes, total, buffers } = measureCost(scheduled, traced, planned);
  return {
    diagnostics: reporter.diagnostics,
    types: traced.types,
    bypassed: traced.bypassed,
    nodes,
    scope: bound.scope,
    total,
    buffers,
    plan: planned,
  };
}

function resolveHyperparameters(
  document: GraphDocument,
  reporter: Reporter,
): ReadonlyMap<string, number> {
  return resolveScope(document.hyperparameters, new Map(), (name, error) =>
    reporter.report({
      code: error.reason === 'syntax' ? 'param/syntax' : 'param/unknown-name',
      severity: 'error',
      message: `${name}: ${error.message}`,
      at: { hyperparameter: name },
    }),
  );
}

function reportEmpty(document: GraphDocument, traced: TracedGraph, reporter: Reporter): void {
  if (Object.keys(document.nodes).length === 0) {
    reporter.report({
      code: 'graph/empty',
      severity: 'info',
      message: 'The graph is empty.',
      hint: 'Drag a block from the left, or open a preset.',
      at: {},
    });
  } else if (traced.program.outputs.length === 0 && reporter.diagnostics.length === 0) {
    reporter.report({
      code: 'graph/no-output',
      severity: 'warning',
      message: 'The graph has no output yet, so there is nothing to show when it runs.',
      hint: 'Add an output block and lead the last wire to it.',
      at: {},
    });
  }
}
