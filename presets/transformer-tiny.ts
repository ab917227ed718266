/** A Transformer that learns to reverse digits within a few minutes. */
import { transformer } from './graphs/transformer';
import type { Preset } from './types';

export const preset: Preset = {
  id: 'transformer-tiny',
  title: 'Transformer (tiny)',
  group: 'language',
  small: true,
  paper: 'Vaswani et al., Attention Is All You Need',
  year: 2017,
  note: 'The same graph with small numbers. It reads eight digits and writes them in reverse. Train it for a few minutes, then look at the cross-attention: each written digit looks at its mirror image.',
  expected: { params: 168_256, macs: 1_544_256, output: { 'logits.logits': [1, 9, 13] } },
  document: {
    format: 'patchbay',
    version: 2,
    title: 'Transformer (tiny)',
    hyperparameters: [
      { name: 'd_model', value: 64, label: 'width of every token', min: 1, max: 1024 },
      { name: 'heads', value: 4, label: 'attention heads', min: 1, max: 64 },
      { name: 'layers', value: 2, label: 'layers in each stack', min: 1, max: 12 },
      { name: 'd_ff', value: 128, label: 'inner width of feed-forward', min: 1, max: 4096 },
      { name: 'vocabulary', value: 13, label: 'different tokens', min: 13, max: 4096 },
      { name: 'tokens', value: 9, label: 'tokens in a sequence', min: 1, max: 512 },
      { name: 'p_drop', value: 0, label: 'dropout in training', min: 0, max: 0.9 },
    ],
    ...transformer({ tokenizer: 'digits', smoothing: 0 }),
    definitions: {},
    experiment: {
      dataset: 'reverse-digits',
      batchSize: 64,
      steps: 400,
      optimizer: 'adam',
      learningRate: 0.002,
      warmupSteps: 50,
      seed: 1,
    },
  },
};
