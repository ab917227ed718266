/** Which classes a graph confuses on held-out examples. */
import { answerLabels, answerOutput } from '../../compiler/examinable';
import { tensorsOf } from '../../compiler/execute';
import { inputLeaves } from '../../compiler/inputNeeds';
import { classLabel } from '../../datasets/labels';
import type { AnsweredExample, ClassesExamination } from '../../examinations';
import { type Diagnostic, failure, type Result, success } from '../../graph/diagnostics';
import { notFiniteAnswer } from '../validation';
import { type Answered, answersOf, findClasses } from './classes';
import { eachBatch, readOutput } from './eachBatch';
import { type Examining, stopped } from './prepareExamination';
import { seeExample } from './seeExample';

/** More would be a table that nobody reads, of more numbers than there is memory for. */
const MOST_CLASSES = 2048;

export async function examineClasses(examining: Examining): Promise<Result<ClassesExamination>> {
  const { context, evaluation, executor, dataset, split, request, weights } = examining;
  const { tf } = context.backend;
  const predict = evaluation.predict;
  const output = predict && answerOutput(predict.plan.program);
  const labels = answerLabels(executor.plan.program, 1);
  if (!output || !labels) throw new Error('this graph has no classes');
  const classes = predict.plan.program.types[output.value].shape[1];
  if (classes > MOST_CLASSES) return failure(tooMany(classes));
  const limit = request.limit ?? split.size;
  const answers: Answered[] = [];
  let finite = true;
  const done = await eachBatch(
    examining,
    predict,
    limit,
    async ({ values, bind, first, count }) => {
      const execution = predict.run(bind, { step: 0, seed: 0 });
      try {
        const logits = await readOutput(execution, output);
        const right = values[labels.spec.field];
        const found = answersOf(logits.subarray(0, count * classes), right, classes, first);
        finite &&= found.every(({ probability }) => Number.isFinite(probability));
        answers.push(...found);
      } finally {
        tf.dispose(tensorsOf(execution));
      }
      return finite;
    },
  );
  if (!finite) return failure(notFiniteAnswer());
  if (!done) return failure(stopped());

  // The data may have classes that the graph has no answer for.
  const all = answers.reduce((most, { right }) => Math.max(most, right + 1), classes);
  if (all > MOST_CLASSES) return failure(tooMany(all));
  const { mistakes, unsure, ...scores } = findClasses(answers, all);
  const field = dataset.fields[labels.spec.field];
  const see = seeing(examining);
  return success({
    what: 'classes',
    step: weights.weightsOf,
    split: request.split,
    examples: answers.length,
    available: split.size,
    names: Array.from({ length: all }, (_, index) =>
      field?.kind === 'class'
        ? classLabel(field.labels, index, field.names)
        : classLabel(output.labels, index),
    ),
    ...scores,
    mistakes: see(mistakes),
    unsure: see(unsure),
  });
}

/** Answers with what the model saw. */
function seeing({ evaluation, split, dataset }: Examining) {
  const program = evaluation.predict?.plan.program;
  const leaf = program && inputLeaves(program).at(0);
  return (answers: readonly Answered[]): AnsweredExample[] => {
    if (!leaf || answers.length === 0) return [];
    const values = split.batch(answers.map(({ index }) => index))[leaf.spec.field];
    const type = program.types[leaf.value];
    return answers.map((answer, row) => ({
      ...answer,
      seen: seeExample(leaf, type, values, row, dataset),
    }));
  };
}

function tooMany(classes: number): Diagnostic {
  return {
    code: 'run/limit',
    severity: 'error',
    message: `Of ${classes} classes no table is made: ${MOST_CLASSES} are the most.`,
    at: {},
  };
}
