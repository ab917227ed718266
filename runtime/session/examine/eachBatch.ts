/** Goes through held-out examples batch by batch, each in a turn of its own. */
import type { Bind, Execution, Executor } from '../../compiler/execute';
import type { FieldValues } from '../../datasets/types';
import type { ProgramOutput } from '../../ops/program';
import { evaluationBatches } from '../batches';
import { bindBatch } from '../evaluate';
import type { Examining } from './prepareExamination';

/** Examples that are looked at together; the last batch is filled up. */
export interface ExamineBatch {
  readonly values: Readonly<Record<string, FieldValues>>;
  readonly bind: Bind;
  /** Index of the first in the split. */
  readonly first: number;
  /** How many are real. */
  readonly count: number;
}

/**
 * The first `limit` examples. False where it was stopped, or where `look` says that it was. `executor`
 * is compiled for as many examples as the evaluation looks at together.
 */
export async function eachBatch(
  { context, evaluation, split, turns, weights, tell }: Examining,
  executor: Executor,
  limit: number,
  look: (batch: ExamineBatch) => Promise<boolean>,
): Promise<boolean> {
  const { tf } = context.backend;
  const total = Math.min(limit, split.size);
  let first = 0;
  for (const { values, count } of evaluationBatches(split, evaluation.batch, total)) {
    if (!(await turns.take())) return false;
    tell({ kind: 'looking', done: first, total });
    try {
      const { bind, dispose } = bindBatch(tf, executor.plan.program, weights, values);
      try {
        if (!(await look({ values, bind, first, count }))) return false;
      } finally {
        dispose();
      }
    } finally {
      await turns.give();
    }
    first += count;
  }
  return true;
}

/** Values of one output. */
export async function readOutput(
  { outputs }: Execution,
  { value }: ProgramOutput,
): Promise<Float32Array> {
  const found = outputs.find(({ spec }) => spec.value === value);
  if (!found) throw new Error(`output ${value} was not computed`);
  return found.tensor.data<'float32'>();
}
