/** A small GPT that reads addresses of presidents character by character and goes on writing them. */
import { decoder } from './graphs/decoder';
import type { Preset } from './types';

export const preset: Preset = {
  id: 'character-model',
  title: 'Character model',
  group: 'language',
  small: true,
  paper: 'Radford et al., Language Models are Unsupervised Multitask Learners',
  year: 2019,
  note: 'A GPT with small numbers that writes State of the Union addresses, one character at a time. Vectors for runs of two to five characters stand in for the words that it cannot learn in minutes. Train it, then let it write.',
  expected: { params: 2_181_091, macs: 5_648_384, output: { 'logits.y': [1, 64, 99] } },
  document: {
    format: 'patchbay',
    version: 2,
    title: 'Character model',
    hyperparameters: [
      { name: 'd_model', value: 64, label: 'width of every token', min: 1, max: 1024 },
      { name: 'heads', value: 4, label: 'attention heads', min: 1, max: 64 },
      { name: 'layers', value: 2, label: 'layers', min: 1, max: 12 },
      { name: 'd_ff', value: 128, label: 'inner width of feed-forward', min: 1, max: 4096 },
      { name: 'vocabulary', value: 99, label: 'different characters', min: 96, max: 4096 },
      { name: 'tokens', value: 64, label: 'characters in a window', min: 1, max: 512 },
      { name: 'longest', value: 5, label: 'characters in the longest run', min: 2, max: 8 },
      { name: 'rows', value: 8192, label: 'vectors of each length of run', min: 1, max: 65536 },
      { name: 'p_drop', value: 0.1, label: 'dropout in training', min: 0, max: 0.9 },
    ],
    ...decoder({ tokenizer: 'characters', runs: true }),
    definitions: {},
    experiment: {
      dataset: 'sotu',
      batchSize: 48,
      steps: 3000,
      optimizer: 'adamw',
      learningRate: 0.004,
      warmupSteps: 50,
      seed: 1,
      beta2: 0.99,
      weightDecay: 0.1,
      clipNorm: 1,
    },
  },
};
