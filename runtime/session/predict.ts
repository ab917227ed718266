/** One run: inputs in, answers and looked-at values out. */

import type * as tfjs from '@tensorflow/tfjs-core';
import { tensorsOf, toTensor } from '../compiler/execute';
import { type InputLeaf, inputLeaves, needsOf } from '../compiler/inputNeeds';
import { classLabel } from '../datasets/labels';
import { isOwnId } from '../datasets/own/ownId';
import { findDataset } from '../datasets/registry';
import { PAD, START, tokenizerFor } from '../datasets/tokenizers';
import type { Field } from '../datasets/types';
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import { sizeOf } from '../graph/types';
import type { Program } from '../ops/program';
import type { RunRequest, RunResult, SeenInput } from '../protocol';
import type { SessionContext } from './context';
import { bindInputs, generatedOf, type WrittenText, writtenOutput } from './generate/writeText';
import { longestRun } from './heartbeat';
import type { Model } from './models';
import { describeAnswer, loadTokenizerOf, prepareInput, seeTokens } from './prepareInput';
import { keptWeights, load } from './prepareTraining';
import { readOutputs, readTaps } from './readResults';
import type { TokenizerLookup } from './tokenizerLookup';
import { dataOfTokens } from './tokenizers';

export interface PredictOptions {
  /** True while a training uses the weights: then only a graph that they fit is run. */
  readonly training: boolean;
  /** Writes the text of a graph that writes. */
  readonly write: (prepared: Prepared) => Promise<Result<WrittenText>>;
}

/** What a run of one example is made of. */
export interface Prepared {
  readonly request: RunRequest;
  /** For one example. */
  readonly model: Model;
  /** By path of the input; without the text that is written. */
  readonly values: ReadonlyMap<string, Float32Array | Int32Array>;
  readonly tokenizerOf: TokenizerLookup;
}

export interface Predicted {
  readonly result: RunResult;
  /** Where the graph writes. */
  readonly written: WrittenText | null;
  readonly tokenizerOf: TokenizerLookup;
}

/** Runs a graph as far as it is right. Throws what a backend throws. */
export async function predict(
  context: SessionContext,
  request: RunRequest,
  options: PredictOptions,
): Promise<Result<Predicted>> {
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
  const { values, tokenizerOf } = inputs.value;
  let written: WrittenText | null = null;
  if (generatedOf(model) && writtenOutput(model)) {
    const text = await options.write({ request, model, values, tokenizerOf });
    await backend.faults.check();
    if (!text.ok) return text;
    written = text.value;
    if (!written.finite) return failure(notFinite());
    notes.push(...text.diagnostics);
  }
  const computed = await compute(context, model, inputs.value, written);
  await backend.faults.check();
  if (!computed.finite) return failure(notFinite());
  const result: RunResult = {
    outputs: computed.outputs,
    taps: computed.taps,
    seen: { ...inputs.value.seen, ...computed.seen },
    expected: inputs.value.expected,
    milliseconds: now() - startedAt,
    trainedSteps: kept > 0 ? weights.weightsOf : 0,
    ...(kept > 0 && weights.source !== null && { weightsFrom: weights.source }),
    backend: backend.report.backend,
  };
  return success({ result, written, tokenizerOf }, notes);
}

interface PreparedInputs extends Pick<Prepared, 'values' | 'tokenizerOf'> {
  readonly seen: Readonly<Record<string, SeenInput>>;
  readonly expected: string | null;
  /** What the data set calls its classes; empty where it has no names, or is not known. */
  readonly classNames: readonly string[];
}

async function prepareInputs(
  { loadDataset, readPack }: SessionContext,
  { document, inputs }: RunRequest,
  program: Program,
): Promise<Result<PreparedInputs>> {
  const values = new Map<string, Float32Array | Int32Array>();
  const seen: Record<string, SeenInput> = {};
  const diagnostics: Diagnostic[] = [];
  let expected: string | null = null;
  const texts = await dataOfTokens(loadDataset, document, program);
  if (!texts.ok) return texts;
  const leaves = inputLeaves(program);
  const known = document.experiment?.dataset ?? leaves.map(usualDataset).at(0) ?? '';
  let fields: Readonly<Record<string, Field>> = findDataset(known)?.fields(needsOf(program)) ?? {};
  // This thread learns of the user's own data by reading it.
  const own = isOwnId(known) ? await load(loadDataset, known, { needs: needsOf(program) }) : null;
  if (own?.ok) fields = own.value.fields;
  for (const leaf of leaves) {
    const unfetched = await loadTokenizerOf(leaf, readPack);
    if (unfetched) return failure(unfetched);
    const data = inputs[leaf.name];
    let dataset = texts.value;
    if (data?.kind === 'sample') {
      const id = document.experiment?.dataset ?? usualDataset(leaf);
      const loaded = await load(loadDataset, id, { needs: needsOf(program) });
      if (!loaded.ok) return loaded;
      dataset = loaded.value;
      fields = dataset.fields;
    }
    // Written by the model itself; what it is given is where it begins.
    if (leaf.spec.role !== 'generated-tokens') {
      const prepared = prepareInput(leaf, program.types[leaf.value], data, dataset);
      diagnostics.push(...prepared.diagnostics);
      if (!prepared.ok) continue;
      values.set(leaf.name, prepared.value.values);
      seen[leaf.name] = prepared.value.seen;
    }
    if (dataset && data?.kind === 'sample') {
      expected = describeAnswer(dataset, data.index, data.split);
    }
  }
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  if (failed) return failure(...diagnostics);
  const tokenizerOf: TokenizerLookup = (spec) => tokenizerFor(spec, texts.value);
  return success({ values, seen, expected, tokenizerOf, classNames: namesOf(fields) }, diagnostics);
}

function namesOf(fields: Readonly<Record<string, Field>>): readonly string[] {
  const labels = Object.values(fields).find((field) => field.kind === 'class');
  if (!labels) return [];
  return Array.from({ length: labels.classes }, (_, index) =>
    classLabel(labels.labels, index, labels.names),
  );
}

/** Where samples come from in a graph that names no data set. */
export function usualDataset({ spec }: InputLeaf): string {
  return spec.role === 'image' ? 'mnist' : 'reverse-digits';
}

interface Computed {
  readonly outputs: RunResult['outputs'];
  readonly taps: RunResult['taps'];
  readonly seen: Readonly<Record<string, SeenInput>>;
  readonly finite: boolean;
}

/** All that is not written; what a model read that writes is the whole text. */
async function compute(
  { backend: { tf }, weights }: SessionContext,
  model: Model,
  { values, tokenizerOf, classNames }: PreparedInputs,
  written: WrittenText | null,
): Promise<Computed> {
  const { program } = model.executor.plan;
  const generated = generatedOf(model);
  const seen: Record<string, SeenInput> = {};
  if (generated && written) {
    seen[generated.name] = seeTokens(written.text, tokenizerOf(generated.spec));
  }
  const others = program.outputs.filter(({ path }) => path !== written?.output.path);
  if (others.length === 0 && Object.keys(program.taps).length === 0) {
    const outputs = program.outputs.map((spec) => ({ spec }));
    return {
      ...(await readOutputs(outputs, model, tokenizerOf, written, classNames)),
      taps: {},
      seen,
    };
  }
  const { bind, dispose } = bindInputs(tf, model, values, (name) => weights.get(name));
  let text: tfjs.Tensor | null = null;
  try {
    if (generated) {
      const type = program.types[generated.value];
      text = toTensor(tf, written?.text ?? blankText(sizeOf(type.shape)), type);
    }
    const execution = model.executor.run(
      (leaf) => (text && leaf.value === generated?.value ? text : bind(leaf)),
      { step: 0, seed: 0 },
    );
    try {
      const { outputs, finite } = await readOutputs(
        execution.outputs,
        model,
        tokenizerOf,
        written,
        classNames,
      );
      return { outputs, taps: await readTaps(execution, model), seen, finite };
    } finally {
      tf.dispose(tensorsOf(execution));
    }
  } finally {
    text?.dispose();
    dispose();
  }
}

/** What a model reads that has written nothing yet. */
function blankText(places: number): Int32Array {
  const ids = new Int32Array(places).fill(PAD);
  ids[0] = START;
  return ids;
}

export function changedWhileTraining(): Diagnostic {
  return {
    code: 'run/input',
    severity: 'error',
    message: 'The sizes of the graph were changed since its training began.',
    hint: 'Stop the training to run the changed graph, or undo the change.',
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
