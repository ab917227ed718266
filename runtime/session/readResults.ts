/** Brings the results of a run back from the device, in the form the page shows them. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Execution } from '../compiler/execute';
import { classLabel } from '../datasets/labels';
import { type Tokenizer, visiblePiece } from '../datasets/tokenizer';
import type { TensorType } from '../graph/types';
import type { ProgramOutput } from '../ops/program';
import type { RunOutput, TensorData } from '../protocol';
import { type Candidate, mostLikely } from './generate/distribution';
import type { Model } from './models';
import { textOf } from './prepareInput';
import type { TokenizerLookup } from './tokenizerLookup';

const TOP = 5;

/** What a model wrote token by token, at which of its outputs. */
export interface WrittenOutput {
  readonly output: ProgramOutput;
  readonly tokens: readonly Candidate[];
}

/**
 * Outputs in their order; that which was `written` needs no tensor. Without it every place is read at
 * once. `classNames` are those of the data set, for outputs that are called as it calls its classes.
 */
export async function readOutputs(
  outputs: readonly { readonly spec: ProgramOutput; readonly tensor?: tfjs.Tensor }[],
  { types }: Model,
  tokenizerOf: TokenizerLookup,
  written: WrittenOutput | null,
  classNames: readonly string[],
): Promise<{ outputs: RunOutput[]; finite: boolean }> {
  const read: RunOutput[] = [];
  let finite = true;
  for (const { spec, tensor } of outputs) {
    const { path, name, kind } = spec;
    if (kind === 'tokens' && written?.output.path === path) {
      finite &&= written.tokens.every(({ probability }) => Number.isFinite(probability));
      const tokenizer = tokenizerOf({ tokenizer: spec.labels });
      read.push({ kind, path, name, ...showTokens(written.tokens, tokenizer) });
      continue;
    }
    if (!tensor) continue;
    const data = Float32Array.from(await tensor.data());
    finite &&= data.every(Number.isFinite);
    if (kind === 'classes') {
      const top = readClasses(data.subarray(0, tensor.shape.at(-1)), spec, classNames);
      read.push({ kind, path, name, top });
    } else if (kind === 'tokens') {
      const vocabulary = tensor.shape.at(-1) as number;
      const tokenizer = tokenizerOf({ tokenizer: spec.labels, vocabulary });
      read.push({ kind, path, name, ...showTokens(likeliestTokens(data, vocabulary), tokenizer) });
    } else {
      const value = { shape: tensor.shape, axes: namesAt(path, tensor.shape, types), data };
      const meaning = spec.labels === 'similarity' ? spec.labels : undefined;
      read.push({ kind: 'value', path, name, ...(meaning && { meaning }), value });
    }
  }
  return { outputs: read, finite };
}

/** Every tap of the plan with the names of its axes. */
export async function readTaps(
  { taps }: Execution,
  { types }: Model,
): Promise<Record<string, TensorData>> {
  const read: Record<string, TensorData> = {};
  for (const [name, tensor] of Object.entries(taps)) {
    const axes = axisNames(types.get(name), tensor.shape);
    read[name] = { shape: tensor.shape, axes, data: Float32Array.from(await tensor.data()) };
  }
  return read;
}

function readClasses(
  logits: Float32Array,
  { labels }: ProgramOutput,
  classNames: readonly string[],
) {
  const probabilities = softmax(logits);
  return Array.from(probabilities, (probability, index) => ({
    index,
    label: classLabel(labels, index, labels === 'data' ? classNames : undefined),
    probability,
  }))
    .sort((a, b) => b.probability - a.probability || a.index - b.index)
    .slice(0, TOP);
}

/** At each place, of logits [places, vocabulary]. */
function likeliestTokens(logits: Float32Array, vocabulary: number): Candidate[] {
  const chosen: Candidate[] = [];
  for (let from = 0; from < logits.length; from += vocabulary) {
    const { index, probability } = mostLikely(logits.subarray(from, from + vocabulary));
    chosen.push({ id: index, probability });
  }
  return chosen;
}

function showTokens(tokens: readonly Candidate[], tokenizer: Tokenizer | undefined) {
  return {
    tokens: tokens.map(({ id, probability }) => ({
      id,
      text: visiblePiece(tokenizer?.decode(id) ?? String(id)),
      probability,
    })),
    text: textOf(
      Int32Array.from(tokens, ({ id }) => id),
      tokenizer,
    ),
  };
}

function softmax(logits: Float32Array): Float32Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Names of the axes of a node's output of that shape. */
function namesAt(
  path: string,
  shape: readonly number[],
  types: ReadonlyMap<string, TensorType>,
): readonly string[] {
  for (const [ref, type] of types) {
    if (ref.startsWith(`${path}.`) && fits(type, shape)) return axisNames(type, shape);
  }
  return axisNames(undefined, shape);
}

function axisNames(type: TensorType | undefined, shape: readonly number[]): readonly string[] {
  return shape.map((_, index) => type?.axes[index]?.name ?? `axis ${index}`);
}

function fits({ axes }: TensorType, shape: readonly number[]): boolean {
  return axes.length === shape.length && axes.every(({ size }, index) => size === shape[index]);
}
