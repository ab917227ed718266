/** Questions with what a graph answers to them: right in every token, or not. */
import { answerLabels, generatedInput } from '../../compiler/examinable';
import type { Executor } from '../../compiler/execute';
import { inputLeaves } from '../../compiler/inputNeeds';
import { END, PAD } from '../../datasets/tokenizers';
import type { SequencesExamination } from '../../examinations';
import { failure, type Result, success } from '../../graph/diagnostics';
import { writer } from '../scoring';
import { notFiniteAnswer } from '../validation';
import { type ExamineBatch, eachBatch } from './eachBatch';
import { type Examining, stopped } from './prepareExamination';
import { type AskedSequence, groupSequences } from './sequences';
import { answerAtOnce, goOnWith, type WrittenAnswers, writeFromStart } from './writeAnswers';

/** Writing takes as many passes as an answer has tokens; answers that come at once are fast. */
const USUAL = { written: 128, atOnce: 512 } as const;

export async function examineSequences(
  examining: Examining,
): Promise<Result<SequencesExamination>> {
  const { evaluation, executor, dataset, split, request, weights } = examining;
  const { program } = executor.plan;
  const { predict } = evaluation;
  const labels = answerLabels(program, 2);
  if (!predict || !labels) throw new Error('this graph answers with no sequences');
  const generated = generatedInput(program);
  const source = inputLeaves(program).find(({ spec }) => spec.role === 'tokens');
  const asked = source ?? generated;
  const places = program.types[labels.value].shape[1];
  const toQuestion = asked ? writer(dataset, asked.spec.field) : () => '';
  const toAnswer = writer(dataset, labels.spec.field);
  const limit = request.limit ?? (generated ? USUAL.written : USUAL.atOnce);
  const rows: AskedSequence[] = [];
  let finite = true;
  const done = await eachBatch(examining, predict, limit, async (batch) => {
    const { values, first, count } = batch;
    const targets = values[labels.spec.field] as Int32Array;
    const ends = endsOfQuestions(targets, places);
    const written = await write(examining, predict, batch, ends);
    if (!written) return false;
    finite &&= written.finite;
    if (!finite || !asked) return finite;
    const width = program.types[asked.value].shape[1];
    for (let row = 0; row < count; row++) {
      const target = targets.subarray(row * places, (row + 1) * places);
      const read = values[asked.spec.field].subarray(row * width, (row + 1) * width) as Int32Array;
      const question = source ? read : read.subarray(0, ends[row] + 1);
      const ids = written.rows[row];
      rows.push({
        index: first + row,
        question: toQuestion(question),
        answer: toAnswer(target.filter((id) => id !== PAD)),
        written: toAnswer(ids),
        right: generated ? isSame(ids, target) : isRight(ids, target),
        length: question.filter((id) => id !== PAD && id !== END).length,
      });
    }
    return true;
  });
  if (!finite) return failure(notFiniteAnswer());
  if (!done) return failure(stopped());
  return success({
    what: 'sequences',
    step: weights.weightsOf,
    split: request.split,
    examples: rows.length,
    available: split.size,
    accuracy: rows.filter(({ right }) => right).length / rows.length,
    groups: groupSequences(rows),
    rows: rows.map(({ length: _, ...row }) => row),
  });
}

function write(
  examining: Examining,
  predict: Executor,
  batch: ExamineBatch,
  ends: readonly number[],
): Promise<WrittenAnswers | null> {
  const leaves = inputLeaves(predict.plan.program);
  const generated = generatedInput(predict.plan.program);
  if (!generated) return answerAtOnce(examining, predict, batch);
  if (leaves.length > 1) return writeFromStart(examining, predict, batch.bind);
  const text = batch.values[generated.spec.field] as Int32Array;
  return goOnWith(examining, predict, batch.bind, text, ends);
}

/** Where one text has both: the place from which the first token of the answer is written. */
function endsOfQuestions(targets: Int32Array, places: number): number[] {
  return Array.from({ length: targets.length / places }, (_, row) => {
    const own = targets.subarray(row * places, (row + 1) * places);
    const first = own.findIndex((id) => id !== PAD);
    return Math.max(0, first);
  });
}

/** Every token, and none more. */
function isSame(ids: Int32Array, target: Int32Array): boolean {
  const wanted = target.filter((id) => id !== PAD);
  return ids.length === wanted.length && wanted.every((id, place) => ids[place] === id);
}

/** Every place that has an answer. */
function isRight(ids: Int32Array, target: Int32Array): boolean {
  return target.every((id, place) => id === PAD || ids[place] === id);
}
