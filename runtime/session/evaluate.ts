/** How good a graph is on a split: classes right, or sequences right in every token. */

import type * as tfjs from '@tensorflow/tfjs-core';
import { type Bind, type Executor, tensorsOf, toTensor } from '../compiler/execute';
import { type InputLeaf, inputLeaves } from '../compiler/inputNeeds';
import { PAD } from '../datasets/tokenizers';
import type { Split } from '../datasets/types';
import type { Program, ProgramOutput } from '../ops/program';
import { evaluationBatches } from './batches';
import { greedyDecode } from './decode';
import { mostLikely } from './generate/distribution';
import type { WeightStore } from './weights';

/** How a graph is scored. */
export interface Scoring {
  readonly output: ProgramOutput;
  /** Field of the data set with the right answers. */
  readonly answers: string;
  /** Set where the model writes its answer token by token. */
  readonly generated: InputLeaf | null;
  /** What the accuracy counts, in words for the user. */
  readonly name: string;
}

export interface Score {
  readonly right: number;
  readonly examples: number;
  /** False where the model answered with something that is not a number. */
  readonly finite: boolean;
  readonly stopped: boolean;
}

/** Null for a graph whose outputs have no right or wrong. */
export function findScoring(predict: Program, train: Program): Scoring | null {
  const output = predict.outputs.find(({ kind }) => kind === 'classes' || kind === 'tokens');
  const labels = inputLeaves(train).find(({ spec }) => spec.role === 'labels');
  if (!output || !labels) return null;
  const answers = labels.spec.field;
  if (output.kind === 'classes') return { output, answers, generated: null, name: 'accuracy' };
  const generated =
    inputLeaves(predict).find(({ spec }) => spec.role === 'generated-tokens') ?? null;
  return {
    output,
    answers,
    generated,
    name: generated
      ? 'sequences right in every token, written by the model alone'
      : 'sequences right in every token',
  };
}

export interface EvaluateOptions {
  readonly tf: typeof tfjs;
  /** Compiled for `predict`. */
  readonly executor: Executor;
  readonly weights: WeightStore;
  readonly scoring: Scoring;
  readonly split: Split;
  /** Examples to look at; all by default. */
  readonly limit?: number;
  /** Called between steps, so that messages get through; true ends the evaluation. */
  readonly shouldStop: () => Promise<boolean>;
  readonly onProgress?: (done: number) => void;
}

export async function evaluate(options: EvaluateOptions): Promise<Score> {
  const { tf, executor, weights, scoring, split, limit, shouldStop, onProgress } = options;
  const { program } = executor.plan;
  const batch = program.types[scoring.output.value].shape[0];
  let right = 0;
  let examples = 0;
  for (const { values, count } of evaluationBatches(split, batch, limit)) {
    const { bind, dispose } = bindBatch(tf, program, weights, values);
    try {
      const answers = values[scoring.answers] as Int32Array;
      const guess = scoring.generated
        ? await decodeTokens(options, scoring.generated, bind)
        : await predictTokens(options, bind);
      if (!guess) return { right, examples, finite: true, stopped: true };
      if (!guess.finite) return { right, examples, finite: false, stopped: false };
      right += countRight(guess.tokens, answers, batch, count);
      examples += count;
    } finally {
      dispose();
    }
    onProgress?.(examples);
    if (await shouldStop()) return { right, examples, finite: true, stopped: true };
  }
  return { right, examples, finite: true, stopped: false };
}

/** Binds weights from the store and inputs from the values of a batch. */
export function bindBatch(
  tf: typeof tfjs,
  program: Program,
  weights: WeightStore,
  values: ReturnType<Split['batch']>,
): { bind: Bind; dispose(): void } {
  const fed = new Map<number, tfjs.Tensor>();
  for (const leaf of inputLeaves(program)) {
    const data = values[leaf.spec.field];
    if (data) fed.set(leaf.value, toTensor(tf, data, program.types[leaf.value]));
  }
  return {
    bind: (leaf) => fed.get(leaf.value) ?? weights.get(leaf.name),
    dispose: () => tf.dispose([...fed.values()]),
  };
}

interface Guess {
  /** [B, T], or [B] for classes. */
  readonly tokens: Int32Array;
  readonly finite: boolean;
}

async function decodeTokens(
  { tf, executor, scoring, shouldStop }: EvaluateOptions,
  generated: InputLeaf,
  bind: Bind,
): Promise<Guess | null> {
  let stopped = false;
  const decoded = await greedyDecode({
    tf,
    executor,
    bind,
    generated,
    output: scoring.output,
    shouldStop: async () => {
      stopped = await shouldStop();
      return stopped;
    },
  });
  return stopped ? null : decoded;
}

/** The likeliest class, or the likeliest token at every place. */
async function predictTokens(
  { tf, executor, scoring }: EvaluateOptions,
  bind: Bind,
): Promise<Guess> {
  const execution = executor.run(bind, { step: 0, seed: 0 });
  try {
    const found = execution.outputs.find(({ spec }) => spec.value === scoring.output.value);
    const logits = await (found as { tensor: tfjs.Tensor }).tensor.data<'float32'>();
    const size = executor.plan.program.types[scoring.output.value].shape.at(-1) as number;
    const tokens = new Int32Array(logits.length / size);
    let finite = true;
    for (let row = 0; row < tokens.length; row++) {
      const best = mostLikely(logits.subarray(row * size, (row + 1) * size));
      tokens[row] = best.index;
      finite &&= Number.isFinite(best.probability);
    }
    return { tokens, finite };
  } finally {
    tf.dispose(tensorsOf(execution));
  }
}

/** Examples, of the first `count`, that are right at every place whose answer is not padding. */
function countRight(tokens: Int32Array, answers: Int32Array, batch: number, count: number): number {
  const length = answers.length / batch;
  let right = 0;
  for (let row = 0; row < count; row++) {
    let correct = true;
    for (let place = row * length; place < (row + 1) * length && correct; place++) {
      // Padding is only that in sequences; among classes, 0 is a class.
      correct = tokens[place] === answers[place] || (length > 1 && answers[place] === PAD);
    }
    if (correct) right++;
  }
  return right;
}
