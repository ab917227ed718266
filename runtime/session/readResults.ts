/** Brings the results of a run back from the device, in the form the page shows them. */
import type { Execution } from '../compiler/execute';
import { classLabel } from '../datasets/labels';
import { visiblePiece } from '../datasets/tokenizer';
import { tokenizerFor } from '../datasets/tokenizers';
import type { Dataset } from '../datasets/types';
import type { TensorType } from '../graph/types';
import type { ProgramOutput } from '../ops/program';
import type { RunOutput, TensorData } from '../protocol';
import { type Decoded, mostLikely } from './decode';
import type { Model } from './models';
import { textOf } from './prepareInput';

const TOP = 5;

/**
 * `decoded` is what a model wrote token by token; without it every place is read at once. `dataset` has
 * the tokenizers that were learned.
 */
export async function readOutputs(
  { outputs }: Execution,
  { types }: Model,
  decoded: Decoded | null,
  dataset: Dataset | null,
): Promise<{ outputs: RunOutput[]; finite: boolean }> {
  const read: RunOutput[] = [];
  let finite = true;
  for (const { spec, tensor } of outputs) {
    const { path, name, kind } = spec;
    const data = Float32Array.from(await tensor.data());
    finite &&= kind === 'tokens' && decoded ? decoded.finite : data.every(Number.isFinite);
    if (kind === 'classes') {
      const top = readClasses(data.subarray(0, tensor.shape.at(-1)), spec);
      read.push({ kind, path, name, top });
    } else if (kind === 'tokens') {
      read.push({
        kind,
        path,
        name,
        ...readTokens(data, tensor.shape.at(-1) as number, spec, decoded, dataset),
      });
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

function readClasses(logits: Float32Array, { labels }: ProgramOutput) {
  const probabilities = softmax(logits);
  return Array.from(probabilities, (probability, index) => ({
    index,
    label: classLabel(labels, index),
    probability,
  }))
    .sort((a, b) => b.probability - a.probability || a.index - b.index)
    .slice(0, TOP);
}

function readTokens(
  logits: Float32Array,
  vocabulary: number,
  { labels }: ProgramOutput,
  decoded: Decoded | null,
  dataset: Dataset | null,
) {
  const tokenizer = tokenizerFor({ tokenizer: labels, vocabulary }, dataset);
  const chosen: { id: number; probability: number }[] = [];
  if (decoded) {
    for (let place = 0; place < decoded.length; place++) {
      chosen.push({ id: decoded.tokens[place], probability: decoded.probabilities[place] });
    }
  } else {
    for (let from = 0; from < logits.length; from += vocabulary) {
      const { index, probability } = mostLikely(logits.subarray(from, from + vocabulary));
      chosen.push({ id: index, probability });
    }
  }
  return {
    tokens: chosen.map(({ id, probability }) => ({
      id,
      text: visiblePiece(tokenizer?.decode(id) ?? String(id)),
      probability,
    })),
    text: textOf(
      Int32Array.from(chosen, ({ id }) => id),
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
