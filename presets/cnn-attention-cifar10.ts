/** The same convolutional network with one head of attention over its 49 places. */
import { cifarExperiment, cifarHyperparameters } from './cnn-cifar10';
import { withAttention } from './graphs/cifarCnn';
import type { Preset } from './types';

export const preset: Preset = {
  id: 'cnn-attention-cifar10',
  title: 'CNN with attention (CIFAR-10)',
  group: 'both',
  small: true,
  paper: 'Vaswani et al., Attention Is All You Need',
  year: 2017,
  note: 'The same convolutions, then each of the 49 places looks once at all others, and what it reads is 64 numbers wide: a fifth of the parameters of its twin. Open both side by side and train them on the same pictures.',
  expected: { params: 508_618, macs: 10_528_128, output: { 'head.y': [1, 10] } },
  document: {
    format: 'patchbay',
    version: 2,
    title: 'CNN with attention (CIFAR-10)',
    hyperparameters: cifarHyperparameters,
    ...withAttention(),
    definitions: {},
    experiment: cifarExperiment,
  },
};
