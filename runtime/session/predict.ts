/** One run: inputs in, answers and looked-at values out. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { type Bind, type Execution, tensorsOf, toTensor } from '../compiler/execute';
import { END, PAD, START } from '../datasets/tokenizers';
import type { Dataset } from '../datasets/types';
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import { sizeOf, type ValueType } from '../graph/types';
import type { Program } from '../ops/program';
import type { RunRequest, RunResult, SeenInput } from '../protocol';
import { type InputLeaf, inputLeaves, needsOf } from './batches';
import type { SessionContext } from './context';
import { type Decoded, greedyDecode } from './decode';
import { longestRun } from './heartbeat';
import type { Model } from './models';
import { describeAnswer, loadTokenizerOf, prepareInput, seeTokens } from './prepareInput';
import { keptWeights, load } from './prepareTraining';
import { readOutputs, readTaps } from './readResults';
import { yieldToEvents } from './yieldToEvents';

/** A text is written no longer than this; on a slow machine it ends early. */
const WRITING_MS = 20_000;

export interface PredictOptions {
  /** True while a training uses the weights: then only a graph that they fit is run. */
  readonly training: boolean;
  readonly shouldStop: () => boolean;
}

/** Runs a graph as far as it is right. Throws what a backend throws. */
export async function predict(
  context: SessionContext,
  request: RunRequest,
  options: PredictOptions,
): Promise<Result<RunResult>> {
  const { backend, weights, heartbeat, now, models } = context;
  const { document, taps } = request;
  const compiled = models.get(document, { purpose: 'predict', batch: 1, taps });
  if (!compiled.ok) return compiled;
  const model = compiled.value;
  const { program } = model.executor.plan;
  const inputs = await prepareInputs(context, request, program);
  if (!inputs.ok) return inputs;

  if (options.training && !weights.fits(program)) return failure(changedWhileTraining());
  heartbeat.allow(longestRun(backend.report.backend, model.flops));
  const { kept, fresh } = weights.fit(program, document.experiment?.seed ?? 0);
  const notes = [...compiled.diagnostics, ...inputs.diagnostics];
  if (kept > 0 && fresh > 0) notes.push(keptWeights(kept, fresh));

  const startedAt = now();
  const result = await compute(context, model, inputs.value, options.shouldStop);
  await backend.faults.check();
  if (!result) return failure(stopped());
  notes.push(...result.notes);
  if (!result.finite) return failure(notFinite());
  return success(
    {
      outputs: result.outputs,
      taps: result.taps,
      seen: { ...inputs.value.seen, ...result.seen },
      expected: inputs.value.expected,
      milliseconds: now() - startedAt,
      trainedSteps: kept > 0 ? weights.weightsOf : 0,
      ...(kept > 0 && weights.source !== null && { weightsFrom: weights.source }),
      backend: backend.report.backend,
    },
    notes,
  );
}

interface PreparedInputs {
  readonly values: ReadonlyMap<number, Float32Array | Int32Array>;
  readonly seen: Readonly<Record<string, SeenInput>>;
  readonly expected: string | null;
}

async function prepareInputs(
  { loadDataset, readPack }: SessionContext,
  { document, inputs }: RunRequest,
  program: Program,
): Promise<Result<PreparedInputs>> {
  const values = new Map<number, Float32Array | Int32Array>();
  const seen: Record<string, SeenInput> = {};
  const diagnostics: Diagnostic[] = [];
  let expected: string | null = null;
  for (const leaf of inputLeaves(program)) {
    // Written by the model itself.
    if (leaf.spec.role === 'generated-tokens') continue;
    const unfetched = await loadTokenizerOf(leaf, readPack);
    if (unfetched) return failure(unfetched);
    const data = inputs[leaf.name];
    let dataset: Dataset | null = null;
    if (data?.kind === 'sample') {
      const id = document.experiment?.dataset ?? usualDataset(leaf);
      const loaded = await load(loadDataset, id, { needs: needsOf(program) });
      if (!loaded.ok) return loaded;
      dataset = loaded.value;
    }
    const prepared = prepareInput(leaf, program.types[leaf.value], data, dataset);
    diagnostics.push(...prepared.diagnostics);
    if (!prepared.ok) continue;
    values.set(leaf.value, prepared.value.values);
    seen[leaf.name] = prepared.value.seen;
    if (dataset && data?.kind === 'sample') expected = describeAnswer(dataset, data.index);
  }
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  return failed ? failure(...diagnostics) : success({ values, seen, expected }, diagnostics);
}

/** Where samples come from in a graph that names no data set. */
function usualDataset({ spec }: InputLeaf): string {
  return spec.role === 'image' ? 'mnist' : 'reverse-digits';
}

interface Computed {
  readonly outputs: RunResult['outputs'];
  readonly taps: RunResult['taps'];
  readonly seen: Readonly<Record<string, SeenInput>>;
  readonly finite: boolean;
  readonly notes: readonly Diagnostic[];
}

/** Runs once, or token by token where the model writes; null where it was stopped before the first. */
async function compute(
  context: SessionContext,
  model: Model,
  { values }: PreparedInputs,
  shouldStop: () => boolean,
): Promise<Computed | null> {
  const { backend, weights } = context;
  const { tf } = backend;
  const { executor } = model;
  const { program } = executor.plan;
  const generated = inputLeaves(program).find(({ spec }) => spec.role === 'generated-tokens');
  const output = program.outputs.find(({ kind }) => kind === 'tokens');
  const fed = new Map<number, tfjs.Tensor>();
  for (const [id, data] of values) fed.set(id, toTensor(tf, data, program.types[id]));
  const bind: Bind = (leaf) => fed.get(leaf.value) ?? weights.get(leaf.name);
  let execution: Execution | null = null;
  try {
    let decoded: Decoded | null = null;
    if (generated && output) {
      const end = context.now() + WRITING_MS;
      decoded = await greedyDecode({
        tf,
        executor,
        bind,
        generated,
        output,
        shouldStop: async () => {
          await yieldToEvents();
          return shouldStop() || context.now() > end;
        },
      });
      execution = decoded.execution;
    } else {
      if (generated) fed.set(generated.value, blankText(tf, program.types[generated.value]));
      execution = executor.run(bind, { step: 0, seed: 0 });
    }
    if (!execution) return null;
    const { outputs, finite } = await readOutputs(execution, model, decoded);
    const taps = await readTaps(execution, model);
    const seen: Record<string, SeenInput> = {};
    if (generated && decoded)
      seen[generated.name] = seeTokens(decoded.input, generated.spec.tokenizer);
    return { outputs, taps, seen, finite, notes: decoded ? cutShort(decoded) : [] };
  } finally {
    tf.dispose([...fed.values(), ...(execution ? tensorsOf(execution) : [])]);
  }
}

/** What a model reads that has written nothing yet. */
function blankText(tf: typeof tfjs, type: ValueType): tfjs.Tensor {
  const ids = new Int32Array(sizeOf(type.shape)).fill(PAD);
  ids[0] = START;
  return toTensor(tf, ids, type);
}

function cutShort({ tokens, length }: Decoded): Diagnostic[] {
  if (length === tokens.length || tokens[length - 1] === END) return [];
  return [
    {
      code: 'run/stopped',
      severity: 'info',
      message: `The model wrote ${length} of ${tokens.length} tokens; more would have taken long on this device.`,
      at: {},
    },
  ];
}

function changedWhileTraining(): Diagnostic {
  return {
    code: 'run/input',
    severity: 'error',
    message: 'The sizes of the graph were changed since its training began.',
    hint: 'Stop the training to run the changed graph, or undo the change.',
    at: {},
  };
}

function stopped(): Diagnostic {
  return {
    code: 'run/stopped',
    severity: 'info',
    message: 'Stopped before the first token.',
    at: {},
  };
}

function notFinite(): Diagnostic {
  return {
    code: 'train/not-finite',
    severity: 'error',
    message: 'The answer is not a number, so it is not shown.',
    hint: 'Reset the weights, lower the learning rate and train again.',
    at: {},
  };
}
