/** Weights from a file and to a file: what fits is told first, and replaced at once or not at all. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { analyze } from '../compiler/analyze';
import { toTensor } from '../compiler/execute';
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import type { GraphDocument } from '../graph/document';
import { sizeOf } from '../graph/types';
import type { Program } from '../ops/program';
import type { LoadOptions, WeightNaming } from '../protocol';
import { conventions } from '../weights/conventions';
import { type Match, matchWeights } from '../weights/match';
import { nameTensors } from '../weights/naming';
import { readHeader } from '../weights/safetensors';
import { readWeights, writeWeights } from '../weights/transfer';
import { WeightFileError, type WeightReport, type WeightSpec } from '../weights/types';
import type { SessionContext } from './context';
import { longestRun } from './heartbeat';
import { specsOf } from './weightSpecs';
import type { Snapshot } from './weights';

/** What was there before is kept for an undo up to this many bytes. */
const FORMER_BYTES = 256 * 2 ** 20;

export interface GraphWeights {
  readonly program: Program;
  readonly specs: readonly WeightSpec[];
}

export async function inspectWeights(
  document: GraphDocument,
  file: Blob,
): Promise<Result<WeightReport>> {
  const graph = weightsOf(document);
  if (!graph.ok) return graph;
  const match = await readMatch(graph.value.specs, file);
  return match.ok ? success(match.value.report, graph.diagnostics) : match;
}

export interface Loaded {
  readonly report: WeightReport;
  /** The weights before; null where keeping them would take too much. */
  readonly former: Snapshot | null;
}

export async function loadWeights(
  context: SessionContext,
  document: GraphDocument,
  file: Blob,
  { convention, source, partial = false }: LoadOptions,
  isTraining: () => boolean,
): Promise<Result<Loaded>> {
  if (isTraining()) return failure(trainingNow());
  const graph = weightsOf(document);
  if (!graph.ok) return graph;
  const { program, specs } = graph.value;
  const matched = await readMatch(specs, file, convention);
  if (!matched.ok) return matched;
  const { report } = matched.value;
  if (report.matched === 0 || (!partial && report.matched < report.total)) {
    return failure({
      code: 'weights/fit',
      severity: 'error',
      message: `The file has ${report.matched} of the ${report.total} weights of this graph.`,
      hint: 'Your weights are as they were.',
      at: {},
    });
  }
  allowFor(context, specs);
  const loaded = new Map<string, tfjs.Tensor>();
  try {
    const { tf } = context.backend;
    for await (const { name, shape, values } of readWeights(file, matched.value)) {
      loaded.set(name, tf.keep(toTensor(tf, values, { shape, dtype: 'float32' })));
    }
    return await context.exclusively(async () => {
      const { weights } = context;
      if (isTraining()) return failure(trainingNow());
      const former = weights.bytes <= FORMER_BYTES ? weights.snapshot() : null;
      const names = new Set(specs.map(({ name }) => name));
      const seed = document.experiment?.seed ?? 0;
      weights.replace(loaded, names, { source: source ?? null, seed });
      loaded.clear();
      // What the file does not have and nothing gave yet.
      weights.fit(program, seed);
      return success({ report, former });
    });
  } catch (error) {
    return asFailure(error);
  } finally {
    // Whatever was not handed over.
    for (const tensor of loaded.values()) tensor.dispose();
  }
}

/** The usual one first, then PyTorch names, then those of libraries that know this architecture. */
export function weightNamings(document: GraphDocument): Result<readonly WeightNaming[]> {
  const graph = weightsOf(document);
  if (!graph.ok) return graph;
  const { specs } = graph.value;
  const [own, general, ...others] = conventions;
  const plain = new Set(nameTensors(specs, general).map(({ name }) => name));
  const particular = others.filter((convention) => {
    const names = nameTensors(specs, convention).map(({ name }) => name);
    return names.filter((name) => !plain.has(name)).length * 2 > names.length;
  });
  return success([own, general, ...particular].map(({ id, title }) => ({ id, title })));
}

export async function saveWeights(
  context: SessionContext,
  document: GraphDocument,
  convention: string,
): Promise<Result<Blob>> {
  const graph = weightsOf(document);
  if (!graph.ok) return graph;
  const { program, specs } = graph.value;
  const { weights } = context;
  allowFor(context, specs);
  const snapshot = await context.exclusively(async () => {
    if (!weights.fits(program)) return null;
    weights.fit(program, document.experiment?.seed ?? 0);
    return weights.snapshot();
  });
  if (!snapshot) {
    return failure({
      code: 'weights/fit',
      severity: 'error',
      message: 'The weights are those of another version of this graph.',
      hint: 'Undo the change of its sizes, or run the graph as it is and save again.',
      at: {},
    });
  }
  try {
    const read = (name: string) => weights.read(snapshot, name);
    // transformers loads only what says that it comes from PyTorch.
    const format: Record<string, string> = convention === conventions[0].id ? {} : { format: 'pt' };
    const parts: Blob[] = [];
    for await (const bytes of writeWeights(specs, convention, read, format)) {
      // A blob may be kept on the disk; the bytes themselves can go.
      parts.push(new Blob([bytes]));
    }
    return success(new Blob(parts, { type: 'application/octet-stream' }));
  } finally {
    weights.release(snapshot);
  }
}

/** The weights that a graph computes with, running statistics included. */
export function weightsOf(document: GraphDocument): Result<GraphWeights> {
  const { plan, nodes, diagnostics } = analyze(document);
  const specs = plan ? specsOf(plan.program, nodes) : [];
  if (plan && specs.length > 0) return success({ program: plan.program, specs }, diagnostics);
  return failure({
    code: 'weights/fit',
    severity: 'error',
    message: 'This graph has no weights.',
    hint: 'Wire it up to an output first.',
    at: {},
  });
}

function trainingNow(): Diagnostic {
  return {
    code: 'weights/fit',
    severity: 'error',
    message: 'A training uses the weights.',
    hint: 'Stop it first; what was learned stays.',
    at: {},
  };
}

async function readMatch(
  specs: readonly WeightSpec[],
  file: Blob,
  convention?: string,
): Promise<Result<Match>> {
  try {
    return success(matchWeights(specs, await readHeader(file), convention));
  } catch (error) {
    return asFailure(error);
  }
}

function asFailure(error: unknown): Result<never> {
  if (!(error instanceof WeightFileError)) throw error;
  const { message, hint } = error;
  return failure({ code: 'weights/file', severity: 'error', message, hint, at: {} });
}

/** Rearranging and moving many values blocks, if not for long. */
function allowFor({ backend, heartbeat }: SessionContext, specs: readonly WeightSpec[]): void {
  const values = specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  heartbeat.allow(longestRun(backend.report.backend, 4 * values));
}
