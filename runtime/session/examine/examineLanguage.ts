/** How well a graph that writes guesses the next token of held-out text. */
import { answerLabels, answerOutput, generatedInput } from '../../compiler/examinable';
import { tensorsOf } from '../../compiler/execute';
import { inputLeaves } from '../../compiler/inputNeeds';
import { PAD, START, tokenizerFor } from '../../datasets/tokenizers';
import type { FieldValues } from '../../datasets/types';
import type { LanguageExamination, LanguageSample } from '../../examinations';
import { failure, type Result, success } from '../../graph/diagnostics';
import type { ShownToken } from '../../protocol';
import { notFiniteAnswer } from '../validation';
import { baselinesOf } from './baselinesOf';
import { eachBatch, readOutput } from './eachBatch';
import { createLanguageTally, guessesOf } from './languageTally';
import { type Examining, stopped } from './prepareExamination';

/** Windows that are looked at, and logits: many of a large vocabulary take long. */
const MOST_WINDOWS = 512;
const LEAST_WINDOWS = 16;
const MOST_LOGITS = 1e8;
/** Windows that are shown token by token. */
const SAMPLES = 4;

export async function examineLanguage(examining: Examining): Promise<Result<LanguageExamination>> {
  const { context, evaluation, executor, dataset, split, request, weights, tell } = examining;
  const { tf } = context.backend;
  const { predict } = evaluation;
  const output = predict && answerOutput(predict.plan.program);
  const labels = answerLabels(executor.plan.program, 2);
  if (!output || !labels) throw new Error('this graph writes no tokens');
  const [, places, vocabulary] = predict.plan.program.types[output.value].shape;
  const usual = Math.floor(MOST_LOGITS / (places * vocabulary));
  const windows = Math.min(
    request.limit ?? Math.min(MOST_WINDOWS, Math.max(LEAST_WINDOWS, usual)),
    split.size,
  );
  const shown = new Set(
    Array.from({ length: SAMPLES }, (_, sample) => Math.floor((sample * windows) / SAMPLES)),
  );
  const show = showing(examining);
  const tally = createLanguageTally(places, vocabulary);
  const samples: LanguageSample[] = [];
  const done = await eachBatch(examining, predict, windows, async (batch) => {
    const { values, bind, first, count } = batch;
    const execution = predict.run(bind, { step: 0, seed: 0 });
    try {
      const logits = await readOutput(execution, output);
      for (let row = 0; row < count; row++) {
        const own = logits.subarray(row * places * vocabulary, (row + 1) * places * vocabulary);
        const targets = values[labels.spec.field].subarray(row * places, (row + 1) * places);
        tally.add(own, targets);
        if (!shown.has(first + row)) continue;
        samples.push({
          index: first + row,
          before: show.before(values, row),
          tokens: guessesOf(own, targets, vocabulary).map((guess) => ({
            ...show.token(guess.id),
            probability: guess.probability,
            guess: { ...show.token(guess.best), probability: guess.bestProbability },
          })),
        });
      }
    } finally {
      tf.dispose(tensorsOf(execution));
    }
    return true;
  });
  if (!done) return failure(stopped());
  const found = tally.finish();
  if (found.tokens > 0 && !Number.isFinite(found.nats)) return failure(notFiniteAnswer());
  tell({ kind: 'comparing' });
  const baselines = await baselinesOf(dataset, examining.control);
  if (!baselines) return failure(stopped());
  return success({
    what: 'language',
    step: weights.weightsOf,
    split: request.split,
    examples: windows,
    available: split.size,
    ...found,
    charactersPerToken: dataset.charactersPerToken ?? null,
    vocabulary,
    samples,
    baselines,
  });
}

/** Turns ids into what is shown of them. */
function showing({ executor, evaluation, dataset }: Examining) {
  const { program } = executor.plan;
  const output = evaluation.predict && answerOutput(evaluation.predict.plan.program);
  const generated = generatedInput(program);
  const vocabulary = generated?.spec.vocabulary;
  const tokenizer = tokenizerFor({ tokenizer: output?.labels, vocabulary }, dataset);
  const token = (id: number): ShownToken => ({ id, text: tokenizer?.decode(id) ?? String(id) });
  /** What is read besides the text itself, and its first token, which nobody guesses. */
  const before = (values: Readonly<Record<string, FieldValues>>, row: number): ShownToken[] =>
    inputLeaves(program).flatMap((leaf) => {
      const { spec, value } = leaf;
      if (spec.role !== 'tokens' && spec.role !== 'generated-tokens') return [];
      const length = program.types[value].shape[1];
      const own = values[spec.field].subarray(row * length, (row + 1) * length);
      const read = spec.role === 'tokens' ? own : own.subarray(0, 1);
      return Array.from(read)
        .filter((id) => id !== PAD && id !== START)
        .map(token);
    });
  return { token, before };
}
