/** The encoder-decoder Transformer with small numbers, from English into French. */
import { transformer } from './graphs/transformer';
import type { Preset } from './types';

export const preset: Preset = {
  id: 'translator',
  title: 'Translator',
  group: 'language',
  small: true,
  paper: 'Vaswani et al., Attention Is All You Need',
  year: 2017,
  note: 'The original task with small numbers: short texts of programs, from English into French, in pieces of words that it learns first. Train it for some minutes, write a text and see which piece looks at which.',
  expected: { params: 500_224, macs: 12_533_760, output: { 'logits.logits': [1, 24, 800] } },
  document: {
    format: 'patchbay',
    version: 2,
    title: 'Translator',
    hyperparameters: [
      { name: 'd_model', value: 96, label: 'width of every token', min: 1, max: 1024 },
      { name: 'heads', value: 4, label: 'attention heads', min: 1, max: 64 },
      { name: 'layers', value: 2, label: 'layers in each stack', min: 1, max: 12 },
      { name: 'd_ff', value: 256, label: 'inner width of feed-forward', min: 1, max: 4096 },
      { name: 'vocabulary', value: 800, label: 'different tokens', min: 160, max: 4096 },
      { name: 'tokens', value: 24, label: 'tokens in a sequence', min: 1, max: 512 },
      { name: 'p_drop', value: 0, label: 'dropout in training', min: 0, max: 0.9 },
    ],
    ...transformer({ tokenizer: 'bpe', smoothing: 0 }),
    definitions: {},
    experiment: {
      dataset: 'english-french',
      batchSize: 64,
      steps: 600,
      optimizer: 'adamw',
      learningRate: 0.003,
      warmupSteps: 50,
      seed: 1,
      beta2: 0.99,
      weightDecay: 0.05,
      clipNorm: 1,
    },
  },
};
