/**
 * Greedy decoding: the model writes one token after the other, each time reading what it has written
 * so far. What is measured this way is what a user sees; feeding the right answers would be easier.
 */

import type * as tfjs from '@tensorflow/tfjs-core';
import { type Bind, type Execution, type Executor, tensorsOf, toTensor } from '../compiler/execute';
import type { InputLeaf } from '../compiler/inputNeeds';
import { END, PAD, START } from '../datasets/tokenizers';
import type { ProgramOutput } from '../ops/program';

export interface DecodeOptions {
  readonly tf: typeof tfjs;
  readonly executor: Executor;
  /** Leaves other than the generated tokens. */
  readonly bind: Bind;
  /** The input that is written: [B, T]. */
  readonly generated: InputLeaf;
  /** The output that is read: logits [B, T, V]. */
  readonly output: ProgramOutput;
  /** Asked before each token; true ends the decoding early. */
  readonly shouldStop: () => boolean | Promise<boolean>;
}

/** What was written, row by row [B, T]; after the end token only padding. */
export interface Decoded {
  readonly tokens: Int32Array;
  /** Of each token, when it was chosen. */
  readonly probabilities: Float32Array;
  /** What the model read in the last step: the start token and what it wrote. */
  readonly input: Int32Array;
  /** Places that were written, over all rows; T unless it was stopped. */
  readonly length: number;
  readonly finite: boolean;
  /** The last execution, whose taps hold the whole text; the caller disposes of it. */
  readonly execution: Execution | null;
}

export async function greedyDecode(options: DecodeOptions): Promise<Decoded> {
  const { tf, executor, bind, generated, output, shouldStop } = options;
  const type = executor.plan.program.types[generated.value];
  const [batch, length] = type.shape;
  const vocabulary = executor.plan.program.types[output.value].shape[2];
  const input = new Int32Array(batch * length).fill(PAD);
  const tokens = new Int32Array(batch * length).fill(PAD);
  const probabilities = new Float32Array(batch * length);
  for (let row = 0; row < batch; row++) input[row * length] = START;
  const ended = new Set<number>();
  let finite = true;
  let place = 0;
  let execution: Execution | null = null;
  while (place < length && ended.size < batch && !(await shouldStop())) {
    if (execution) tf.dispose(tensorsOf(execution));
    const fed = toTensor(tf, input, type);
    try {
      execution = executor.run((leaf) => (leaf.value === generated.value ? fed : bind(leaf)), {
        step: 0,
        seed: 0,
      });
    } finally {
      fed.dispose();
    }
    const logits = await readPlace(tf, execution, output, place, batch, vocabulary);
    for (let row = 0; row < batch; row++) {
      if (ended.has(row)) continue;
      const best = mostLikely(logits.subarray(row * vocabulary, (row + 1) * vocabulary));
      finite &&= Number.isFinite(best.probability);
      tokens[row * length + place] = best.index;
      probabilities[row * length + place] = best.probability;
      if (best.index === END) ended.add(row);
      else if (place + 1 < length) input[row * length + place + 1] = best.index;
    }
    place++;
  }
  return { tokens, probabilities, input, length: place, finite, execution };
}

/** Logits of one place, [B, V]: the whole [B, T, V] may be large. */
async function readPlace(
  tf: typeof tfjs,
  { outputs }: Execution,
  output: ProgramOutput,
  place: number,
  batch: number,
  vocabulary: number,
): Promise<Float32Array> {
  const logits = outputs.find(({ spec }) => spec.value === output.value)?.tensor as tfjs.Tensor3D;
  const slice = tf.slice(logits, [0, place, 0], [batch, 1, vocabulary]);
  const data = await slice.data<'float32'>();
  slice.dispose();
  return data;
}

/** The largest logit and its softmax probability; NaN where a logit is not a number. */
export function mostLikely(logits: Float32Array): { index: number; probability: number } {
  let index = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id] > logits[index]) index = id;
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - logits[index]);
  return { index, probability: 1 / total };
}
