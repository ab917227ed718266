/** The text of one request: the prompt, the way to choose, what is told on the way. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { type Bind, toTensor } from '../../compiler/execute';
import { type InputLeaf, inputLeaves } from '../../compiler/inputNeeds';
import { neverWritten } from '../../datasets/learned';
import type { Tokenizer } from '../../datasets/tokenizer';
import { sizeOf } from '../../graph/types';
import type { ProgramOutput } from '../../ops/program';
import type { Decoding } from '../../protocol';
import type { SessionContext } from '../context';
import type { Model } from '../models';
import type { WrittenOutput } from '../readResults';
import type { BeamToken } from './beams';
import { createChooser } from './chooser';
import type { Reading } from './readPlace';
import { writeBeams } from './writeBeams';
import { createWriter } from './writer';
import { type Interruption, type Pause, writeTokens } from './writeTokens';

/** Values of the inputs of one example, by their path. */
export type InputValues = ReadonlyMap<string, Float32Array | Int32Array>;

export interface TextRequest {
  readonly context: SessionContext;
  /** For one example, or for as many as there are beams. */
  readonly model: Model;
  readonly inputs: InputValues;
  readonly prompt: readonly number[];
  /** Of what is written, where it has one. */
  readonly tokenizer?: Tokenizer;
  readonly decoding: Decoding;
  readonly pause: Pause;
  /** With the place of the token that was read last. */
  readonly onToken?: (token: BeamToken, place: number, attention: Reading['attention']) => void;
}

export interface WrittenText extends WrittenOutput {
  readonly tokens: readonly BeamToken[];
  /** What the model has read, [places]. */
  readonly text: Int32Array;
  /** How many could have been written. */
  readonly most: number;
  readonly finite: boolean;
  readonly interrupted: Interruption | null;
  /** Best first; null for other methods. */
  readonly beams: readonly { readonly ids: readonly number[]; readonly score: number }[] | null;
  readonly milliseconds: number;
  readonly uncachedBecause: string | null;
}

/** The output whose tokens a graph writes, where it does. */
export function writtenOutput({ executor }: Model): ProgramOutput | undefined {
  return executor.plan.program.outputs.find(({ kind }) => kind === 'tokens');
}

/** The input that is written by the model itself, where there is one. */
export function generatedOf({ executor }: Model): InputLeaf | undefined {
  return inputLeaves(executor.plan.program).find(({ spec }) => spec.role === 'generated-tokens');
}

/** Whether a text may go on for ever: nothing but the text itself is read. */
export function readsOnlyText({ executor }: Model): boolean {
  return inputLeaves(executor.plan.program).length === 1;
}

export async function writeText(request: TextRequest): Promise<WrittenText> {
  const { context, model, inputs, prompt, tokenizer, decoding, pause, onToken } = request;
  const { backend, weights, now } = context;
  const generated = generatedOf(model) as InputLeaf;
  const output = writtenOutput(model) as ProgramOutput;
  const { bind, dispose } = bindInputs(backend.tf, model, inputs, (name) => weights.get(name));
  const isBeam = decoding.method === 'beam';
  const writer = createWriter({
    tf: backend.tf,
    executor: model.executor,
    bind,
    generated,
    output,
    looks: onToken !== undefined && !isBeam,
    never: tokenizer && neverWritten(tokenizer),
    version: () => weights.step,
  });
  const { places } = writer;
  const slides = readsOnlyText(model) && !isBeam;
  const room = places - prompt.length + 1;
  const most = slides ? decoding.maxTokens : Math.min(decoding.maxTokens, room);
  const common = { writer, prompt, maxTokens: most, pause };
  const from = now();
  try {
    if (!isBeam) {
      const choose = createChooser(decoding);
      const { rows, text, finite, interrupted } = await writeTokens({
        ...common,
        choose,
        slides,
        onToken,
      });
      const { uncachedBecause } = writer;
      const milliseconds = now() - from;
      const told = { finite, interrupted, milliseconds, uncachedBecause };
      return { output, tokens: rows[0], text: text.slice(0, places), most, beams: null, ...told };
    }
    const { lengthPenalty } = decoding;
    const { hypotheses, finite, interrupted } = await writeBeams({ ...common, lengthPenalty });
    const { uncachedBecause } = writer;
    const tokens = hypotheses[0]?.tokens ?? [];
    const told = { finite, interrupted, milliseconds: now() - from, uncachedBecause };
    for (const [i, token] of tokens.entries()) onToken?.(token, prompt.length - 1 + i, {});
    const beams = hypotheses.map(({ tokens: found, score }) => ({
      ids: found.map(({ id }) => id),
      score,
    }));
    return { output, tokens, text: readBy(prompt, tokens, places), most, beams, ...told };
  } finally {
    writer.dispose();
    dispose();
  }
}

/** What a model has read that wrote these tokens: all but the last. */
function readBy(
  prompt: readonly number[],
  tokens: readonly BeamToken[],
  places: number,
): Int32Array {
  const text = new Int32Array(places);
  text.set([...prompt, ...tokens.slice(0, -1).map(({ id }) => id)].slice(0, places));
  return text;
}

/** Weights, and the inputs of one example in every row of the batch. The caller disposes of them. */
export function bindInputs(
  tf: typeof tfjs,
  { executor }: Model,
  inputs: InputValues,
  weightOf: (name: string) => tfjs.Tensor,
): { readonly bind: Bind; dispose(): void } {
  const { program } = executor.plan;
  const fed = new Map<number, tfjs.Tensor>();
  for (const leaf of inputLeaves(program)) {
    const values = inputs.get(leaf.name);
    if (!values) continue;
    const type = program.types[leaf.value];
    const repeated =
      values instanceof Int32Array
        ? new Int32Array(sizeOf(type.shape))
        : new Float32Array(sizeOf(type.shape));
    for (let at = 0; at < repeated.length; at += values.length) repeated.set(values, at);
    fed.set(leaf.value, toTensor(tf, repeated, type));
  }
  return {
    bind: (leaf) => fed.get(leaf.value) ?? weightOf(leaf.name),
    dispose: () => tf.dispose([...fed.values()]),
  };
}
