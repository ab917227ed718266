/** Passes over the training examples, in steps. */
import type { Experiment } from './document';

/** Steps of one pass: what does not fill a batch is left out. At least 1. */
export function stepsPerEpoch(batchSize: number, examples: number): number {
  return Math.max(1, Math.floor(examples / batchSize));
}

/** Steps that an experiment asks for, `examples` being those of the training split. */
export function stepsOf(
  { epochs, steps, batchSize }: Pick<Experiment, 'epochs' | 'steps' | 'batchSize'>,
  examples: number,
): number {
  if (epochs === undefined) return steps;
  return Math.max(1, Math.ceil(epochs * stepsPerEpoch(batchSize, examples)));
}
