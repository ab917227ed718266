/** What a training step sees: its examples, augmented and mixed as the experiment says. */
import { type InputLeaf, inputLeaves } from '../compiler/inputNeeds';
import { augmentImages, augments } from '../datasets/augment';
import { drawMix, mixValues, partnerValues } from '../datasets/mixup';
import type { Dataset, FieldValues } from '../datasets/types';
import type { Experiment } from '../graph/document';
import type { Program } from '../ops/program';
import { createOrder } from './batches';

type Values = Readonly<Record<string, FieldValues>>;

export interface TrainingBatch {
  readonly values: Values;
  /** Right answers of the examples that are mixed in; null where none are. */
  readonly partners: Values | null;
  /** Share of the first answers. */
  readonly mix: number;
}

/** Inputs that mixup mixes: those of real numbers. */
export function isMixed({ spec }: InputLeaf): boolean {
  return spec.role === 'image' || spec.role === 'sequence' || spec.role === 'volume';
}

/** By step, from 0. Pure: every draw depends on the seed and the step alone. */
export function createTrainingBatches(
  program: Program,
  { train, fields }: Dataset,
  experiment: Experiment,
): (step: number) => TrainingBatch {
  const { seed, batchSize, mixup = 0 } = experiment;
  const order = createOrder(seed, train.size, batchSize);
  const leaves = inputLeaves(program);
  const pictures = leaves.flatMap(({ spec }) => {
    const field = fields[spec.field];
    return spec.role === 'image' && field?.kind === 'image' ? [[spec.field, field] as const] : [];
  });
  const fieldsOf = (chosen: readonly InputLeaf[]) => [
    ...new Set(chosen.map(({ spec }) => spec.field)),
  ];
  const mixed = fieldsOf(leaves.filter(isMixed));
  const answers = fieldsOf(leaves.filter(({ spec }) => spec.role === 'labels'));
  return (step) => {
    const at = { seed, step };
    const values: Record<string, FieldValues> = { ...train.batch(order(step)) };
    if (augments(experiment)) {
      for (const [name, field] of pictures) {
        values[name] = augmentImages(values[name], field, experiment, at);
      }
    }
    if (mixup <= 0) return { values, partners: null, mix: 1 };
    const mix = drawMix(mixup, batchSize, at);
    const partners = Object.fromEntries(
      answers.map((name) => [name, partnerValues(values[name], mix)]),
    );
    for (const name of mixed) values[name] = mixValues(values[name], mix);
    return { values, partners, mix: mix.share };
  };
}
