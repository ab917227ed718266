/** Which examples a step sees, as typed arrays, and whether a data set fits a graph. */

import { tokenizerMisfit } from '../datasets/tokenizerMisfit';
import type { Dataset, Field, InputNeed, Split } from '../datasets/types';
import type { Diagnostic } from '../graph/diagnostics';
import { createRandom } from '../graph/random';
import type { ValueType } from '../graph/types';
import type { Leaf, Program } from '../ops/program';

export type InputLeaf = Extract<Leaf, { kind: 'input' }>;

export function inputLeaves(program: Program): readonly InputLeaf[] {
  const read = new Set(program.instructions.flatMap(({ inputs }) => inputs));
  return program.leaves.filter(
    (leaf): leaf is InputLeaf => leaf.kind === 'input' && read.has(leaf.value),
  );
}

/** What the inputs of a program ask of a data set. */
export function needsOf(program: Program): InputNeed[] {
  return inputLeaves(program).map(({ name, value, spec }) => ({
    path: name,
    ...spec,
    shape: program.types[value].shape.slice(1),
  }));
}

/**
 * The examples of a training step: each pass over the split in an order of its own, drawn from the
 * seed and the number of the pass; what does not fill a batch is left out. `size` is at least `batch`.
 */
export function createOrder(
  seed: number,
  size: number,
  batch: number,
): (step: number) => readonly number[] {
  const perPass = Math.floor(size / batch);
  let pass = -1;
  let order: readonly number[] = [];
  return (step) => {
    const wanted = Math.floor(step / perPass);
    if (wanted !== pass) {
      pass = wanted;
      order = createRandom(seed)
        .fork('order')
        .fork(String(pass))
        .shuffle(Array.from({ length: size }, (_, index) => index));
    }
    const first = (step % perPass) * batch;
    return order.slice(first, first + batch);
  };
}

/** One batch of a split in its own order; `count` examples are real, the rest repeat the last. */
export interface EvaluationBatch {
  readonly values: ReturnType<Split['batch']>;
  readonly count: number;
}

/** The first `limit` examples of a split, batch by batch; the last one is filled up. */
export function* evaluationBatches(
  split: Split,
  batch: number,
  limit = split.size,
): Generator<EvaluationBatch> {
  const size = Math.min(limit, split.size);
  for (let first = 0; first < size; first += batch) {
    const indices = Array.from({ length: batch }, (_, index) => Math.min(first + index, size - 1));
    yield { values: split.batch(indices), count: Math.min(batch, size - first) };
  }
}

/** Everything about a data set that does not fit the inputs of a program; empty where it fits. */
export function checkData(program: Program, dataset: Dataset): Diagnostic[] {
  return inputLeaves(program).flatMap((leaf) => {
    const field = dataset.fields[leaf.spec.field];
    const problem = field
      ? misfit(leaf, program.types[leaf.value], field)
      : `asks for "${leaf.spec.field}", and the data has ${Object.keys(dataset.fields).join(', ')}.`;
    if (!problem) return [];
    return [
      {
        code: 'train/data' as const,
        severity: 'error' as const,
        message: `The data "${dataset.title}" does not fit: this block ${problem}`,
        hint: 'Change the sizes of this block, or choose another data set.',
        at: { path: leaf.name },
      },
    ];
  });
}

function misfit({ spec }: InputLeaf, { shape }: ValueType, field: Field): string | null {
  const ids = spec.vocabulary;
  switch (field.kind) {
    case 'image': {
      const [, height, width, channels] = shape;
      if (height === field.height && width === field.width && channels === field.channels)
        return null;
      return `takes pictures of height ${height}, width ${width}, channels ${channels}, and the data has ${field.height}, ${field.width}, ${field.channels}.`;
    }
    case 'numbers': {
      const sizes = shape.slice(1);
      if (sizes.join() === field.shape.join()) return null;
      const named = sizes.map((size, i) => [spec.axes?.[i], size].filter(Boolean).join(' '));
      return `takes ${named.join(', ')}, and the data has ${field.shape.join(', ')}.`;
    }
    case 'tokens':
      if (shape.length !== 2 || shape[1] !== field.length) {
        return `takes tokens ${shape.slice(1).join(' x ')}, and the data has tokens ${field.length}.`;
      }
      if (tokenizerMisfit(spec.tokenizer, field)) return tokenizerMisfit(spec.tokenizer, field);
      if (ids === undefined || ids >= field.vocabulary) return null;
      return `knows ${ids} different tokens, and the data has ${field.vocabulary}.`;
    case 'class':
      if (shape.length !== 1)
        return `takes ${shape.slice(1).join(' x ')} labels, and the data has one.`;
      if (ids === undefined || ids >= field.classes) return null;
      return `knows ${ids} classes, and the data has ${field.classes}.`;
  }
}
