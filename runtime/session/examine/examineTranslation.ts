/** What a graph that translates writes by itself, beside the references and a simple baseline. */
import { answerLabels } from '../../compiler/examinable';
import { inputLeaves } from '../../compiler/inputNeeds';
import { corpusBleu } from '../../datasets/bleu';
import { sentenceChrf } from '../../datasets/chrf';
import type { TranslatedPair, TranslationExamination } from '../../examinations';
import { failure, type Result, success } from '../../graph/diagnostics';
import { writer } from '../scoring';
import { notFiniteAnswer } from '../validation';
import { untilStopped } from './baselinesOf';
import { eachBatch } from './eachBatch';
import { type Examining, stopped } from './prepareExamination';
import { writeFromStart } from './writeAnswers';

/** Sentences that are written within seconds on a slow machine. */
const USUAL = 64;

export async function examineTranslation(
  examining: Examining,
): Promise<Result<TranslationExamination>> {
  const { evaluation, executor, dataset, split, request, weights } = examining;
  const { program } = executor.plan;
  const { predict } = evaluation;
  const labels = answerLabels(program, 2);
  const source = inputLeaves(program).find(({ spec }) => spec.role === 'tokens');
  if (!predict || !labels || !source) throw new Error('this graph does not translate');
  const toSource = writer(dataset, source.spec.field);
  const toTarget = writer(dataset, labels.spec.field);
  const [, reads] = program.types[source.value].shape;
  const [, writes] = program.types[labels.value].shape;
  const pairs: TranslatedPair[] = [];
  let finite = true;
  const limit = request.limit ?? USUAL;
  const done = await eachBatch(
    examining,
    predict,
    limit,
    async ({ values, bind, first, count }) => {
      const found = await writeFromStart(examining, predict, bind);
      if (!found) return false;
      finite &&= found.finite;
      const textOf = (field: string, width: number, row: number) =>
        values[field].subarray(row * width, (row + 1) * width) as Int32Array;
      for (let row = 0; row < count; row++) {
        const reference = toTarget(textOf(labels.spec.field, writes, row));
        const written = toTarget(found.rows[row]);
        pairs.push({
          index: first + row,
          source: toSource(textOf(source.spec.field, reads, row)),
          reference,
          written,
          score: sentenceChrf(written, reference),
        });
      }
      return finite;
    },
  );
  if (!finite) return failure(notFiniteAnswer());
  if (!done) return failure(stopped());
  const baseline = await compare(examining, pairs);
  if (baseline === 'stopped') return failure(stopped());
  return success({
    what: 'translation',
    step: weights.weightsOf,
    split: request.split,
    examples: pairs.length,
    available: split.size,
    bleu: bleuOf(pairs, ({ written }) => written),
    exact: pairs.filter(({ written, reference }) => written === reference).length,
    baseline,
    pairs,
  });
}

/** The data's dictionary on the same sentences; null where it has none. */
async function compare(
  { dataset: { dictionary }, control, tell }: Examining,
  pairs: readonly TranslatedPair[],
): Promise<TranslationExamination['baseline'] | 'stopped'> {
  if (!dictionary) return null;
  tell({ kind: 'comparing' });
  const found = await untilStopped(control, dictionary);
  if (!found) return 'stopped';
  const { title, translate } = found;
  return { title, bleu: bleuOf(pairs, ({ source }) => translate(source)) };
}

function bleuOf(
  pairs: readonly TranslatedPair[],
  written: (pair: TranslatedPair) => string,
): number {
  return corpusBleu(
    pairs.map(written),
    pairs.map(({ reference }) => reference),
  );
}
