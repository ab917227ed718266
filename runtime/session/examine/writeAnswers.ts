/** What a graph answers to a batch of questions, by itself: always the likeliest token. */
import { answerOutput, generatedInput } from '../../compiler/examinable';
import { type Bind, type Executor, tensorsOf, toTensor } from '../../compiler/execute';
import { END, PAD } from '../../datasets/tokenizers';
import { greedyDecode } from '../decode';
import { mostLikely } from '../generate/distribution';
import { type ExamineBatch, readOutput } from './eachBatch';
import type { Examining } from './prepareExamination';

export interface WrittenAnswers {
  /** By row; an end token, where one was written, is the last. */
  readonly rows: readonly Int32Array[];
  readonly finite: boolean;
}

/** Others may work between two tokens. Null where it was stopped. */
export async function writeFromStart(
  { context, turns }: Examining,
  executor: Executor,
  bind: Bind,
): Promise<WrittenAnswers | null> {
  const { program } = executor.plan;
  const output = answerOutput(program);
  const generated = generatedInput(program);
  if (!output || !generated) throw new Error('this graph does not write');
  let stopped = false;
  const { tokens, finite } = await greedyDecode({
    tf: context.backend.tf,
    executor,
    bind,
    generated,
    output,
    shouldStop: async () => {
      await turns.give();
      stopped = !(await turns.take());
      return stopped;
    },
  });
  if (stopped) return null;
  const [batch, places] = program.types[generated.value].shape;
  const rows = Array.from({ length: batch }, (_, row) =>
    upToEnd(tokens.subarray(row * places, (row + 1) * places)),
  );
  return { rows, finite };
}

/**
 * The same where question and answer are one text: `text` [B, places] has the questions, row by row up to
 * the place `ends[row]`, and each is gone on with. Questions are of different lengths, so that no
 * place is the same for all: the whole text is read for each token.
 */
export async function goOnWith(
  { context, turns }: Examining,
  executor: Executor,
  bind: Bind,
  text: Int32Array,
  ends: readonly number[],
): Promise<WrittenAnswers | null> {
  const { tf } = context.backend;
  const { program } = executor.plan;
  const output = answerOutput(program);
  const generated = generatedInput(program);
  if (!output || !generated) throw new Error('this graph does not write');
  const type = program.types[generated.value];
  const [batch, places] = type.shape;
  const vocabulary = program.types[output.value].shape[2];
  const written = text.slice();
  const rows: number[][] = Array.from({ length: batch }, () => []);
  for (let row = 0; row < batch; row++) {
    written.fill(PAD, row * places + ends[row] + 1, (row + 1) * places);
  }
  const isOver = (row: number) =>
    rows[row].at(-1) === END || ends[row] + rows[row].length >= places;
  let finite = true;
  while (finite && !rows.every((_, row) => isOver(row))) {
    await turns.give();
    if (!(await turns.take())) return null;
    const tokens = toTensor(tf, written, type);
    try {
      const execution = executor.run(
        (leaf) => (leaf.value === generated.value ? tokens : bind(leaf)),
        { step: 0, seed: 0 },
      );
      try {
        const logits = await readOutput(execution, output);
        for (const [row, ids] of rows.entries()) {
          if (isOver(row)) continue;
          const place = ends[row] + ids.length;
          const from = (row * places + place) * vocabulary;
          const best = mostLikely(logits.subarray(from, from + vocabulary));
          finite &&= Number.isFinite(best.probability);
          ids.push(best.index);
          if (place + 1 < places) written[row * places + place + 1] = best.index;
        }
      } finally {
        tf.dispose(tensorsOf(execution));
      }
    } finally {
      tokens.dispose();
    }
  }
  return { rows: rows.map((ids) => Int32Array.from(ids)), finite };
}

/** The likeliest token of each place at once. */
export async function answerAtOnce(
  { context }: Examining,
  executor: Executor,
  { bind }: ExamineBatch,
): Promise<WrittenAnswers> {
  const output = answerOutput(executor.plan.program);
  if (!output) throw new Error('this graph does not answer');
  const execution = executor.run(bind, { step: 0, seed: 0 });
  try {
    const logits = await readOutput(execution, output);
    const [batch, places, vocabulary] = executor.plan.program.types[output.value].shape;
    let finite = true;
    const rows = Array.from({ length: batch }, (_, row) =>
      Int32Array.from({ length: places }, (_, place) => {
        const from = (row * places + place) * vocabulary;
        const best = mostLikely(logits.subarray(from, from + vocabulary));
        finite &&= Number.isFinite(best.probability);
        return best.index;
      }),
    );
    return { rows, finite };
  } finally {
    context.backend.tf.dispose(tensorsOf(execution));
  }
}

function upToEnd(ids: Int32Array): Int32Array {
  const end = ids.indexOf(END);
  return end < 0 ? ids.slice() : ids.slice(0, end + 1);
}
