/** What a training may be set to, and what it is set to where a document says nothing. */
import {
  ADAM,
  checkFit,
  datasets,
  type Experiment,
  type InputNeed,
  type Schedule,
} from '../../../runtime/index';
import type { GraphInput } from '../run/graphInputs';

/** A number that is typed. */
export interface NumberRange {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  /** One line of plain words. */
  readonly doc: string;
  /** What an experiment that does not say it means; null: nothing is done, shown as an empty field. */
  readonly absent?: number | null;
}

/** The same of a setting of the training. */
export interface NumberField<Key extends keyof Experiment = keyof Experiment> extends NumberRange {
  readonly key: Key;
}

type MainKey = 'batchSize' | 'learningRate' | 'warmupSteps' | 'seed';

/** What every training is set to, beside its budget. */
export const mainFields: readonly NumberField<MainKey>[] = [
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

type OptimizerKey = 'momentum' | 'weightDecay' | 'clipNorm' | 'beta1' | 'beta2' | 'epsilon';

/** What an optimiser may also be told. */
export const optimizerFields: Readonly<Record<OptimizerKey, NumberField<OptimizerKey>>> = {
  momentum: {
    key: 'momentum',
    label: 'Momentum',
    min: 0,
    max: 0.9999,
    whole: false,
    absent: 0,
    doc: 'Share of the last step that goes on in the next one; 0.9 is usual.',
  },
  weightDecay: {
    key: 'weightDecay',
    label: 'Weight decay',
    min: 0,
    max: 10,
    whole: false,
    absent: 0,
    doc: 'How strongly every weight is drawn to zero. AdamW applies it to the weights themselves, the others through the gradient.',
  },
  clipNorm: {
    key: 'clipNorm',
    label: 'Clip gradients at',
    min: 1e-6,
    max: 1_000_000,
    whole: false,
    absent: null,
    doc: 'Longest gradient over all weights together; a longer one is scaled down to it. Empty: gradients stay as they are.',
  },
  beta1: {
    key: 'beta1',
    label: 'Beta 1',
    min: 0,
    max: 0.9999,
    whole: false,
    absent: ADAM.beta1,
    doc: 'Share of the mean of past gradients that is kept at each step.',
  },
  beta2: {
    key: 'beta2',
    label: 'Beta 2',
    min: 0,
    max: 0.999999,
    whole: false,
    absent: ADAM.beta2,
    doc: 'Share of the mean of past squared gradients that is kept at each step.',
  },
  epsilon: {
    key: 'epsilon',
    label: 'Epsilon',
    min: 1e-12,
    max: 1,
    whole: false,
    absent: ADAM.epsilon,
    doc: 'Added where Adam divides, so that it never divides by zero.',
  },
};

export const optimizerTitles: Readonly<Record<Experiment['optimizer'], string>> = {
  adam: 'Adam',
  adamw: 'AdamW',
  sgd: 'SGD',
};

export const scheduleTitles: Readonly<Record<Schedule, string>> = {
  constant: 'Constant',
  linear: 'Linear, to zero',
  cosine: 'Cosine, to zero',
  'inverse-sqrt': 'Inverse square root',
};

/** What PyTorch's AdamW decays by where nothing is said. */
const ADAMW_DECAY = 0.01;

/** The experiment with another optimiser; AdamW brings its usual decay and takes it along. */
export function withOptimizer(
  experiment: Experiment,
  optimizer: Experiment['optimizer'],
): Experiment {
  const { weightDecay } = experiment;
  if (optimizer === 'adamw') {
    return { ...experiment, optimizer, weightDecay: weightDecay ?? ADAMW_DECAY };
  }
  const leaves = experiment.optimizer === 'adamw' && weightDecay === ADAMW_DECAY;
  return withSetting({ ...experiment, optimizer }, 'weightDecay', leaves ? 0 : weightDecay, 0);
}

/** Sets an optional setting, or leaves it out where it says what is meant anyway. */
export function withSetting<Key extends keyof Experiment>(
  experiment: Experiment,
  key: Key,
  value: Experiment[Key] | undefined,
  absent: Experiment[Key] | undefined,
): Experiment {
  const { [key]: _old, ...rest } = experiment;
  return (value === undefined || value === absent ? rest : { ...rest, [key]: value }) as Experiment;
}

/** What an optional setting is set to; null where it is off. */
export function settingOf(experiment: Experiment, field: NumberField): number | null {
  const value = experiment[field.key] ?? field.absent ?? null;
  return typeof value === 'number' ? value : null;
}

/**
 * The number that was typed; null for an empty field that may be empty, undefined for text that is
 * no number within the range of the field.
 */
export function parseField(field: NumberRange, text: string): number | null | undefined {
  const trimmed = text.trim().replaceAll(',', '');
  if (trimmed === '') return field.absent === null ? null : undefined;
  const value = Number(trimmed);
  const valid =
    Number.isFinite(value) &&
    value >= field.min &&
    value <= field.max &&
    (!field.whole || Number.isInteger(value));
  return valid ? value : undefined;
}

/** Where examples for an input come from; null where no data set has any. */
export function datasetOf(experiment: Experiment | undefined, input: GraphInput): string | null {
  if (input.kind === 'numbers') return null;
  if (experiment) return experiment.dataset;
  if (input.kind === 'text' && input.tokenizer !== 'digits') return null;
  return datasets.find(({ takes }) => takes === input.kind)?.id ?? null;
}

/**
 * A setting that trains most small graphs; the data set is the first of those that every site has that
 * fits the inputs, as it is or with its pictures resized, else the first of their kind.
 */
export function defaultExperiment(needs: readonly InputNeed[]): Experiment {
  return {
    ...usualData(needs),
    batchSize: 32,
    steps: 500,
    optimizer: 'adam',
    learningRate: 0.001,
    warmupSteps: 50,
    seed: 1,
  };
}

type UsualData = Pick<Experiment, 'dataset' | 'resizeImages' | 'convertChannels'>;

/** From the data as it is to what changes it most. */
const adaptations = [
  {},
  { resizeImages: true },
  { convertChannels: true },
  { resizeImages: true, convertChannels: true },
] as const;

function usualData(needs: readonly InputNeed[]): UsualData {
  const shipped = datasets.filter(({ pack }) => pack === undefined);
  for (const adaptation of adaptations) {
    const fitting = shipped.find((info) => checkFit(info, needs, adaptation).length === 0);
    if (fitting) return { dataset: fitting.id, ...adaptation };
  }
  const alike = shipped.find(({ takes }) =>
    needs.some(({ role }) => role === (takes === 'text' ? 'tokens' : takes)),
  );
  return { dataset: (alike ?? shipped[0]).id };
}
