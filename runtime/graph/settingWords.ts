/** The settings of a training in plain words: their names, and what their numbers may be. */
import type { experimentOptions, experimentSettings } from './schema';

type Setting = keyof typeof experimentSettings | keyof typeof experimentOptions;

interface SettingWords {
  readonly name: string;
  /** From here on; or only above it. */
  readonly from?: number;
  readonly above?: number;
  readonly most?: number;
}

const MOST_STEPS = 10_000_000;

/** As the schema has it; other settings than numbers have a name alone. */
export const settingWords: Readonly<Record<Setting, SettingWords>> = {
  dataset: { name: 'data set' },
  batchSize: { name: 'batch', from: 1, most: 65_536 },
  steps: { name: 'steps', from: 0, most: MOST_STEPS },
  optimizer: { name: 'optimiser' },
  learningRate: { name: 'learning rate', above: 0, most: 1_000 },
  warmupSteps: { name: 'warm-up steps', from: 0, most: MOST_STEPS },
  seed: { name: 'seed', from: 0, most: 2 ** 32 - 1 },
  schedule: { name: 'schedule' },
  momentum: { name: 'momentum', from: 0, most: 0.9999999 },
  nesterov: { name: 'Nesterov momentum' },
  weightDecay: { name: 'weight decay', from: 0, most: 100 },
  clipNorm: { name: 'clipping of gradients', above: 0, most: 1_000_000 },
  beta1: { name: 'beta 1', from: 0, most: 0.9999999 },
  beta2: { name: 'beta 2', from: 0, most: 0.9999999 },
  epsilon: { name: 'epsilon', above: 0, most: 1 },
  epochs: { name: 'epochs', above: 0, most: 100_000 },
  seconds: { name: 'seconds', above: 0, most: 1_000_000 },
  keepBest: { name: 'keeping the best weights' },
  flip: { name: 'flipping' },
  crop: { name: 'cropping', from: 0, most: 256 },
  erase: { name: 'erasing', from: 0, most: 1 },
  mixup: { name: 'mixup', from: 0, most: 100 },
  resizeImages: { name: 'resizing of pictures' },
  convertChannels: { name: 'conversion of colours' },
};

/** "learning rate of “Slow” (above 0, at most 1,000)". */
export function describeSetting(setting: string, where: string): string {
  const words = Object.hasOwn(settingWords, setting) ? settingWords[setting as Setting] : null;
  const { name, from, above, most } = words ?? { name: setting };
  const told = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 7 });
  const low =
    above === undefined ? from !== undefined && `from ${told(from)}` : `above ${told(above)}`;
  const range = [low, most !== undefined && `at most ${told(most)}`].filter(Boolean).join(', ');
  return `${name} of ${where}${range && ` (${range})`}`;
}
