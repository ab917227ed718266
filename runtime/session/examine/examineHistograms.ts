/** What the weights are like, and what the next training step would do to them. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { gradientTap } from '../../compiler/differentiate';
import { type Execution, tensorsOf } from '../../compiler/execute';
import { MIX } from '../../compiler/mixLabels';
import type { BlockHistograms, HistogramsExamination } from '../../examinations';
import { failure, type Result, success } from '../../graph/diagnostics';
import type { Program } from '../../ops/program';
import { bindBatch } from '../evaluate';
import { readTogether } from '../readTensors';
import { scalarsAt } from '../schedule';
import { createTrainingBatches } from '../trainingBatch';
import { distributionOf, sumOfSquares } from './distribution';
import { type Examining, stopped } from './prepareExamination';

/**
 * One training step whose new weights are looked at and dropped. The learning rate is the largest of
 * the training: at the end of its course every update would look too small.
 */
export async function examineHistograms(
  examining: Examining,
): Promise<Result<HistogramsExamination>> {
  const { context, executor, dataset, request, weights, turns, tell } = examining;
  const { experiment } = request;
  const { tf } = context.backend;
  const blocks = blocksOf(executor.plan.program);
  if (!(await turns.take())) return failure(stopped());
  tell({ kind: 'looking', done: 0, total: blocks.length });
  let execution: Execution | null = null;
  try {
    execution = runStep(examining);
    let loss = 0;
    for (const { spec, tensor } of execution.outputs) {
      if (spec.kind === 'loss') loss += (await tensor.data())[0];
    }
    const found: BlockHistograms[] = [];
    for (const block of blocks) {
      found.push(await measure(examining, execution, block));
      tell({ kind: 'looking', done: found.length, total: blocks.length });
      await turns.give();
      if (!(await turns.take())) return failure(stopped());
    }
    return success({
      what: 'histograms',
      step: weights.weightsOf,
      split: request.split,
      examples: experiment.batchSize,
      available: dataset.train.size,
      loss,
      learningRate: experiment.learningRate,
      blocks: found,
    });
  } finally {
    if (execution) tf.dispose(tensorsOf(execution));
    await turns.give();
  }
}

interface WeightBlock extends Pick<BlockHistograms, 'path' | 'users'> {
  readonly names: readonly string[];
}

/** Trainable weights by the first node that uses them. */
function blocksOf(program: Program): WeightBlock[] {
  const readers = new Map<number, Set<string>>();
  for (const { inputs, path, phase } of program.instructions) {
    if (phase !== 'forward') continue;
    for (const id of inputs) readers.set(id, (readers.get(id) ?? new Set()).add(path));
  }
  const blocks = new Map<string, { users: Set<string>; names: string[] }>();
  for (const [id, users] of readers) {
    const leaf = program.leaves.find(({ value }) => value === id);
    if (leaf?.kind !== 'weight' || !leaf.trainable) continue;
    const [path] = users;
    const block = blocks.get(path) ?? { users: new Set(), names: [] };
    for (const user of users) block.users.add(user);
    block.names.push(leaf.name);
    blocks.set(path, block);
  }
  return [...blocks].map(([path, { users, names }]) => ({ path, users: users.size, names }));
}

function runStep({ context, executor, dataset, request, weights }: Examining): Execution {
  const { experiment } = request;
  const { tf } = context.backend;
  const { program } = executor.plan;
  const { step } = weights;
  const slots = program.leaves.filter(({ kind }) => kind === 'slot');
  const begun = slots.some((leaf) => 'name' in leaf && weights.find(leaf.name));
  const { values, partners, mix } = createTrainingBatches(program, dataset, experiment)(step);
  const scalars: Record<string, number> = {
    ...scalarsAt(step, experiment.learningRate, experiment, begun ? weights.slotsFrom : step),
    [MIX]: mix,
  };
  const zeros: tfjs.Tensor[] = [];
  const { bind, dispose } = bindBatch(tf, program, weights, values, partners ?? values);
  try {
    return executor.run(
      (leaf) => {
        if (leaf.kind === 'scalar') return scalars[leaf.name];
        if (leaf.kind !== 'slot') return bind(leaf);
        const known = weights.find(leaf.name);
        if (known) return known;
        // An optimiser that has not begun.
        const zero = tf.keep(tf.zeros([...program.types[leaf.value].shape]));
        zeros.push(zero);
        return zero;
      },
      { step, seed: experiment.seed },
    );
  } finally {
    dispose();
    tf.dispose(zeros);
  }
}

async function measure(
  { context, weights }: Examining,
  { taps, updates }: Execution,
  { path, users, names }: WeightBlock,
): Promise<BlockHistograms> {
  const { tf } = context.backend;
  const read = (tensors: readonly tfjs.Tensor[]) => readTogether(tf, tensors);
  const values = await read(names.map((name) => weights.get(name)));
  const reached = names.filter((name) => taps[gradientTap(name)]);
  const gradients =
    reached.length === 0 ? null : await read(reached.map((name) => taps[gradientTap(name)]));
  // What the loss does not depend on stays as it is.
  const after = await read(names.map((name) => updates.get(name) ?? weights.get(name)));
  const change = after.map((value, i) => value - values[i]);
  const length = Math.sqrt(sumOfSquares(values));
  const update = Math.sqrt(sumOfSquares(change)) / length;
  return {
    path,
    users,
    parameters: values.length,
    weights: distributionOf(values),
    gradients: gradients && distributionOf(gradients),
    update: gradients && Number.isFinite(update) ? update : null,
  };
}
