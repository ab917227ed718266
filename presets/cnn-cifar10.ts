/** The convolutional network of a course's practical on attention, before attention comes in. */
import type { Experiment } from '../runtime/index';
import { withoutAttention } from './graphs/cifarCnn';
import type { Preset } from './types';

/** What both networks of the practical are trained by. */
export const cifarExperiment: Experiment = {
  dataset: 'cifar10',
  batchSize: 64,
  steps: 4690,
  epochs: 6,
  optimizer: 'adam',
  learningRate: 0.001,
  warmupSteps: 100,
  seed: 1,
  flip: true,
  crop: 2,
};

export const cifarHyperparameters = [
  { name: 'image_size', value: 32, label: 'height and width in pixels', min: 8, max: 256 },
  { name: 'classes', value: 10, label: 'classes', min: 2, max: 1000 },
] as const;

export const preset: Preset = {
  id: 'cnn-cifar10',
  title: 'CNN (CIFAR-10)',
  group: 'vision',
  small: true,
  paper: 'LeCun et al., Gradient-Based Learning Applied to Document Recognition',
  year: 1998,
  note: 'Three convolutions see the picture, then 7 x 7 places of 192 features are flattened into one wide layer, which holds nearly all of the 2.5 million parameters. Its twin puts one head of attention there.',
  expected: { params: 2_480_010, macs: 10_422_784, output: { 'head.y': [1, 10] } },
  document: {
    format: 'patchbay',
    version: 2,
    title: 'CNN (CIFAR-10)',
    hyperparameters: cifarHyperparameters,
    ...withoutAttention(),
    definitions: {},
    experiment: cifarExperiment,
  },
};
