/** A ViT that learns to read digits within a few minutes. */
import { vit } from './graphs/vit';
import type { Preset } from './types';

export const preset: Preset = {
  id: 'vit-tiny',
  title: 'ViT (tiny)',
  group: 'vision',
  small: true,
  paper: 'Dosovitskiy et al., An Image is Worth 16x16 Words',
  year: 2021,
  note: 'The same graph with small numbers, for handwritten digits of 28 x 28 pixels. Train it for a few minutes, then draw a digit of your own and see which patches the class token looks at.',
  expected: { params: 72_074, macs: 1_238_912, output: { 'head.y': [1, 10] } },
  document: {
    format: 'patchbay',
    version: 2,
    title: 'ViT (tiny)',
    hyperparameters: [
      { name: 'image_size', value: 28, label: 'height and width in pixels', min: 1, max: 1024 },
      { name: 'patch', value: 7, label: 'side of a patch in pixels', min: 1, max: 256 },
      { name: 'd_model', value: 64, label: 'width of every token', min: 1, max: 1024 },
      { name: 'heads', value: 4, label: 'attention heads', min: 1, max: 64 },
      { name: 'layers', value: 2, label: 'layers', min: 1, max: 12 },
      { name: 'd_ff', value: 128, label: 'inner width of the MLP', min: 1, max: 4096 },
      { name: 'classes', value: 10, label: 'classes', min: 2, max: 1000 },
      { name: 'p_drop', value: 0, label: 'dropout in training', min: 0, max: 0.9 },
    ],
    ...vit({ channels: 1, names: 'data' }),
    definitions: {},
    experiment: {
      dataset: 'mnist',
      batchSize: 64,
      steps: 2500,
      optimizer: 'adam',
      learningRate: 0.003,
      warmupSteps: 75,
      seed: 1,
      crop: 1,
    },
  },
};
