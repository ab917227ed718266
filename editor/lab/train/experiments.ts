/** What a training may be set to, and what it is set to where a document says nothing. */
import type { Experiment } from '../../../runtime/index';
import type { GraphInput } from '../run/graphInputs';

export interface NumberField {
  readonly key: 'steps' | 'batchSize' | 'learningRate' | 'warmupSteps' | 'seed';
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  /** One line of plain words. */
  readonly doc: string;
}

export const numberFields: readonly NumberField[] = [
  {
    key: 'steps',
    label: 'Steps',
    min: 1,
    max: 100_000,
    whole: true,
    doc: 'How often the weights are changed.',
  },
  {
    key: 'batchSize',
    label: 'Batch',
    min: 1,
    max: 512,
    whole: true,
    doc: 'Examples that each step looks at.',
  },
  {
    key: 'learningRate',
    label: 'Learning rate',
    min: 1e-6,
    max: 1,
    whole: false,
    doc: 'How far each step goes; the largest during the training.',
  },
  {
    key: 'warmupSteps',
    label: 'Warm-up steps',
    min: 0,
    max: 100_000,
    whole: true,
    doc: 'Steps in which the learning rate grows from zero.',
  },
  {
    key: 'seed',
    label: 'Seed',
    min: 0,
    max: 2 ** 31 - 1,
    whole: true,
    doc: 'The same seed gives the same curve.',
  },
];

/** Null for text that is no number within the range of the field. */
export function parseField(field: NumberField, text: string): number | null {
  const trimmed = text.trim().replaceAll(',', '');
  if (trimmed === '') return null;
  const value = Number(trimmed);
  const valid =
    Number.isFinite(value) &&
    value >= field.min &&
    value <= field.max &&
    (!field.whole || Number.isInteger(value));
  return valid ? value : null;
}

/** A data set that a graph can be trained on. */
export interface DatasetChoice {
  readonly id: string;
  readonly title: string;
  /** The kind of input that its examples are. */
  readonly takes: GraphInput['kind'];
}

export const datasets: readonly DatasetChoice[] = [
  { id: 'mnist', title: 'MNIST digits', takes: 'image' },
  { id: 'reverse-digits', title: 'Reverse the digits', takes: 'text' },
];

/** Where examples for an input come from; null where no data set has any. */
export function datasetOf(experiment: Experiment | undefined, input: GraphInput): string | null {
  if (experiment) return experiment.dataset;
  if (input.kind === 'text' && input.tokenizer !== 'digits') return null;
  return datasets.find(({ takes }) => takes === input.kind)?.id ?? null;
}

/** A setting that trains most small graphs; the data set is the first that fits the inputs. */
export function defaultExperiment(inputs: readonly GraphInput[]): Experiment {
  const fitting = datasets.find(({ takes }) => inputs.some(({ kind }) => kind === takes));
  return {
    dataset: (fitting ?? datasets[0]).id,
    batchSize: 32,
    steps: 500,
    optimizer: 'adam',
    learningRate: 0.001,
    warmupSteps: 50,
    seed: 1,
  };
}
