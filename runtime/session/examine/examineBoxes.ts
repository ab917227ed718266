/** What a graph finds in pictures, beside what is there. Carion et al. 2020, section 3. */
import { type Execution, tensorsOf } from '../../compiler/execute';
import { inputLeaves } from '../../compiler/inputNeeds';
import { classLabel } from '../../datasets/labels';
import type { FieldValues } from '../../datasets/types';
import type { Box, BoxedPicture, BoxesExamination } from '../../examinations';
import { failure, type Result, success } from '../../graph/diagnostics';
import type { Program } from '../../ops/program';
import { notFiniteAnswer } from '../validation';
import { averagePrecision, type Found, matchFound, type Scene } from './averagePrecision';
import { eachBatch, readOutput } from './eachBatch';
import { type Examining, stopped } from './prepareExamination';
import { seeExample } from './seeExample';

/** Pictures that are looked at, and those that are shown. */
const USUAL = 256;
const SHOWN = 12;
/** What is surer than this is shown. */
const SURE = 0.5;

export async function examineBoxes(examining: Examining): Promise<Result<BoxesExamination>> {
  const { context, evaluation, executor, dataset, split, request, weights } = examining;
  const { tf } = context.backend;
  const evaluate = evaluation.executorOf(evaluation.batch);
  const parts = evaluate && partsOf(evaluate.plan.program);
  if (!parts) throw new Error('this graph finds no boxes');
  const scenes: Scene[] = [];
  const done = await eachBatch(
    examining,
    evaluate,
    request.limit ?? USUAL,
    async ({ values, bind, count }) => {
      const execution = evaluate.run(bind, { step: 0, seed: 0 });
      try {
        const found = await readFound(execution, parts);
        for (let row = 0; row < count; row++) {
          scenes.push({ real: realOf(values, parts, row), found: found[row] });
        }
      } finally {
        tf.dispose(tensorsOf(execution));
      }
      return true;
    },
  );
  if (!done) return failure(stopped());
  const all = scenes.flatMap(({ found }) => found);
  const finite = ({ score, x, y, width, height }: Found) =>
    [score, x, y, width, height].every(Number.isFinite);
  if (!all.every(finite)) return failure(notFiniteAnswer());

  const real = scenes.flatMap((scene) => scene.real);
  const classes = real.reduce((most, { label }) => Math.max(most, label + 1), parts.classes);
  const perClass = Array.from({ length: classes }, (_, label) => ({
    precision: averagePrecision(scenes, label),
    objects: real.filter((box) => box.label === label).length,
  }));
  const known = perClass.flatMap(({ precision }) => (precision === null ? [] : [precision]));
  const field = dataset.fields[parts.labels.spec.field];
  const labels = field?.kind === 'numbers' ? field.labels : undefined;
  return success({
    what: 'boxes',
    step: weights.weightsOf,
    split: request.split,
    examples: scenes.length,
    available: split.size,
    names: Array.from({ length: classes }, (_, label) => classLabel(labels, label)),
    meanPrecision:
      known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0) / known.length,
    perClass,
    pictures: show(examining, executor.plan.program, scenes.slice(0, SHOWN)),
  });
}

/** Where a program has what is found, and what is there. */
function partsOf(program: Program) {
  const boxes = program.outputs.find(({ kind }) => kind === 'boxes');
  const logits = program.outputs.find(
    ({ kind, path }) => kind === 'box-classes' && path === boxes?.path,
  );
  const leaves = inputLeaves(program).filter(({ spec }) => spec.role === 'labels');
  const sizesOf = (value: number) => program.types[value].shape;
  const wanted = leaves.find(
    ({ value }) => program.types[value].dtype === 'float32' && sizesOf(value)[2] === 4,
  );
  const labels = leaves.find(
    ({ value }) => program.types[value].dtype === 'int32' && sizesOf(value).length === 2,
  );
  if (!boxes || !logits || !wanted || !labels) return null;
  const [, queries, scores] = sizesOf(logits.value);
  return {
    boxes,
    logits,
    wanted,
    labels,
    queries,
    classes: scores - 1,
    objects: sizesOf(labels.value)[1],
  };
}

type Parts = NonNullable<ReturnType<typeof partsOf>>;

/** By picture: one thing for each prediction, of its likeliest class other than "nothing there". */
async function readFound(
  execution: Execution,
  { boxes, logits, queries, classes }: Parts,
): Promise<Found[][]> {
  const places = await readOutput(execution, boxes);
  const scores = await readOutput(execution, logits);
  return Array.from({ length: places.length / (4 * queries) }, (_, row) =>
    Array.from({ length: queries }, (_, query) => {
      const at = row * queries + query;
      const own = scores.subarray(at * (classes + 1), (at + 1) * (classes + 1));
      let label = 0;
      for (let id = 1; id < classes; id++) if (own[id] > own[label]) label = id;
      let total = 0;
      for (const score of own) total += Math.exp(score - own[label]);
      return { ...boxAt(places, at, label), score: 1 / total };
    }),
  );
}

/** Filling, of class -1, is left out. */
function realOf(
  values: Readonly<Record<string, FieldValues>>,
  { wanted, labels, objects }: Parts,
  row: number,
): Box[] {
  const all = Array.from({ length: objects }, (_, object) => {
    const at = row * objects + object;
    return boxAt(values[wanted.spec.field], at, values[labels.spec.field][at]);
  });
  return all.filter(({ label }) => label >= 0);
}

function boxAt(values: FieldValues, at: number, label: number): Box {
  const [x, y, width, height] = values.subarray(4 * at, 4 * at + 4);
  return { label, x, y, width, height };
}

function show(
  { split, dataset }: Examining,
  program: Program,
  scenes: readonly Scene[],
): BoxedPicture[] {
  const leaf = inputLeaves(program).find(({ spec }) => spec.role === 'image');
  if (!leaf || scenes.length === 0) return [];
  const values = split.batch([...scenes.keys()])[leaf.spec.field];
  return scenes.map((scene, index) => ({
    index,
    seen: seeExample(leaf, program.types[leaf.value], values, index, dataset),
    real: scene.real,
    predicted: [...new Set(scene.found.map(({ label }) => label))]
      .flatMap((label) => [...matchFound(scene, label)])
      .filter(([{ score }]) => score > SURE)
      .map(([found, right]) => ({ ...found, right }))
      .sort((a, b) => b.score - a.score),
  }));
}
