/** Settings of a training as they are called within a sentence, and their values in words. */
import { ADAM, type Experiment } from '../../runtime/index';
import { datasetTitle } from '../lab/data/datasetTitle';
import { optimizerTitles, scheduleTitles } from '../lab/train/experiments';
import { formatNumber } from '../ui/format';
import { withinSentence } from './changeWords';

export const settingTitles: Readonly<Record<keyof Experiment, string>> = {
  dataset: 'data',
  batchSize: 'batch',
  epochs: 'epochs',
  steps: 'steps',
  seconds: 'seconds',
  optimizer: 'optimiser',
  learningRate: 'learning rate',
  warmupSteps: 'warm-up steps',
  schedule: 'schedule',
  momentum: 'momentum',
  nesterov: 'Nesterov momentum',
  weightDecay: 'weight decay',
  clipNorm: 'gradients clipped at',
  beta1: 'beta 1',
  beta2: 'beta 2',
  epsilon: 'epsilon',
  keepBest: 'best weights kept',
  flip: 'pictures flipped',
  crop: 'pictures moved by',
  erase: 'share of pictures erased',
  mixup: 'mixup',
  resizeImages: 'pictures resized',
  convertChannels: 'colours converted',
  seed: 'seed',
};

/** What a setting that is not said means; null: nothing is done. */
const absent: Readonly<Partial<Record<keyof Experiment, number | string>>> = {
  schedule: 'cosine',
  momentum: 0,
  weightDecay: 0,
  beta1: ADAM.beta1,
  beta2: ADAM.beta2,
  epsilon: ADAM.epsilon,
  crop: 0,
  erase: 0,
  mixup: 0,
};

/** A value as it is shown: "0.001", "AdamW", "on", "none". */
export function settingText(experiment: Experiment, name: keyof Experiment): string {
  const value = experiment[name] ?? absent[name] ?? null;
  if (value === null) return flags.has(name) ? 'off' : 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return formatNumber(value);
  switch (name) {
    case 'dataset':
      return datasetTitle(value);
    case 'optimizer':
      return optimizerTitles[value as Experiment['optimizer']];
    case 'schedule':
      return withinSentence(scheduleTitles[value as NonNullable<Experiment['schedule']>]);
    default:
      return value;
  }
}

const flags: ReadonlySet<keyof Experiment> = new Set([
  'nesterov',
  'keepBest',
  'flip',
  'resizeImages',
  'convertChannels',
]);

/** "learning rate 0.003 → 0.001" for each setting that is otherwise. */
export function settingChanges(a: Experiment, b: Experiment): readonly string[] {
  return Object.keys(settingTitles).flatMap((each) => {
    const name = each as keyof Experiment;
    const [before, after] = [settingText(a, name), settingText(b, name)];
    return before === after ? [] : [`${settingTitles[name]} ${before} → ${after}`];
  });
}
