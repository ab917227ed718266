/** A small GPT that adds numbers, written digit by digit. */
import { decoder } from './graphs/decoder';
import type { Preset } from './types';

export const preset: Preset = {
  id: 'sequence-model',
  title: 'GPT that adds numbers',
  group: 'language',
  small: true,
  paper: 'Radford et al., Language Models are Unsupervised Multitask Learners',
  year: 2019,
  note: 'A decoder alone, with small numbers. It reads a sum such as 27+48= and writes the answer. Choose other data to let it copy, reverse or sort; then look at where each written digit looks.',
  expected: { params: 70_676, macs: 1_134_592, output: { 'logits.y': [1, 16, 20] } },
  document: {
    format: 'patchbay',
    version: 2,
    title: 'GPT that adds numbers',
    hyperparameters: [
      { name: 'd_model', value: 64, label: 'width of every token', min: 1, max: 1024 },
      { name: 'heads', value: 4, label: 'attention heads', min: 1, max: 64 },
      { name: 'layers', value: 2, label: 'layers', min: 1, max: 12 },
      { name: 'd_ff', value: 128, label: 'inner width of feed-forward', min: 1, max: 4096 },
      { name: 'vocabulary', value: 20, label: 'different tokens', min: 18, max: 4096 },
      { name: 'tokens', value: 16, label: 'tokens in a sequence', min: 1, max: 512 },
      { name: 'p_drop', value: 0, label: 'dropout in training', min: 0, max: 0.9 },
    ],
    ...decoder({ tokenizer: 'symbols' }),
    definitions: {},
    experiment: {
      dataset: 'addition',
      batchSize: 64,
      steps: 1200,
      optimizer: 'adam',
      learningRate: 0.003,
      warmupSteps: 50,
      seed: 1,
      clipNorm: 1,
    },
  },
};
