/** How good the answers of a graph are on a split: classes or sequences that are right, or BLEU. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { type Bind, type Executor, tensorsOf, toTensor } from '../compiler/execute';
import { type InputLeaf, inputLeaves } from '../compiler/inputNeeds';
import { corpusBleu } from '../datasets/bleu';
import { PAD } from '../datasets/tokenizers';
import type { Split } from '../datasets/types';
import type { Program } from '../ops/program';
import { evaluationBatches } from './batches';
import { greedyDecode } from './decode';
import { mostLikely } from './generate/distribution';
import type { AnswerScoring } from './scoring';
import type { Turns } from './turnstile';
import type { WeightStore } from './weights';

export interface Score {
  /** See `MetricKind`; 0 for no examples. */
  readonly value: number;
  readonly examples: number;
  /** False where the model answered with something that is not a number. */
  readonly finite: boolean;
  readonly stopped: boolean;
}

export interface EvaluateOptions {
  readonly tf: typeof tfjs;
  /** Compiled for `predict`. */
  readonly executor: Executor;
  readonly weights: WeightStore;
  readonly scoring: AnswerScoring;
  readonly split: Split;
  /** Examples to look at; all by default. */
  readonly limit?: number;
  /** One for each batch. */
  readonly turns: Turns;
  readonly onProgress?: (done: number) => void;
}

/** Compares what a graph answers with the right answers. */
export async function evaluate(options: EvaluateOptions): Promise<Score> {
  const { tf, executor, weights, scoring, split, limit, turns, onProgress } = options;
  const { program } = executor.plan;
  const batch = program.types[scoring.output.value].shape[0];
  const tally = createTally(scoring, batch);
  const end = (finite: boolean, stopped: boolean): Score => ({ ...tally.sum(), finite, stopped });
  for (const { values, count } of evaluationBatches(split, batch, limit)) {
    if (!(await turns.take())) return end(true, true);
    const { bind, dispose } = bindBatch(tf, program, weights, values);
    try {
      const guess = scoring.generated
        ? await decodeTokens(options, scoring.generated, bind)
        : await predictTokens(options, bind);
      if (!guess) return end(true, true);
      if (!guess.finite) return end(false, false);
      tally.add(guess.tokens, values[scoring.answers] as Int32Array, count);
    } finally {
      dispose();
      await turns.give();
    }
    onProgress?.(tally.sum().examples);
  }
  return end(true, false);
}

/** Right answers, or what was written and what should have been. */
function createTally({ kind, toText }: AnswerScoring, batch: number) {
  let right = 0;
  let examples = 0;
  const written: string[] = [];
  const wanted: string[] = [];
  return {
    /** `count` of the batch's examples are real. */
    add(tokens: Int32Array, answers: Int32Array, count: number): void {
      examples += count;
      if (kind !== 'bleu') {
        right += countRight(tokens, answers, batch, count);
        return;
      }
      const length = answers.length / batch;
      for (let from = 0; from < count * length; from += length) {
        written.push(toText(tokens.subarray(from, from + length)));
        wanted.push(toText(answers.subarray(from, from + length)));
      }
    },
    sum: () => ({
      value: kind === 'bleu' ? corpusBleu(written, wanted) : right / Math.max(1, examples),
      examples,
    }),
  };
}

/** Binds weights from the store and inputs from the values of a batch, and of those mixed into it. */
export function bindBatch(
  tf: typeof tfjs,
  program: Program,
  weights: Pick<WeightStore, 'get'>,
  values: ReturnType<Split['batch']>,
  partners: ReturnType<Split['batch']> = values,
): { bind: Bind; dispose(): void } {
  const fed = new Map<number, tfjs.Tensor>();
  for (const leaf of inputLeaves(program)) {
    const data = (leaf.spec.partner ? partners : values)[leaf.spec.field];
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
  { tf, executor, scoring, turns }: EvaluateOptions,
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
      stopped = await turns.breathe();
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
