/** What a Vision Transformer loses when it no longer knows where a patch lies. */
import type { Preset } from './types';
import { preset as vit } from './vit-tiny';

const { document } = vit;
const { nodes, edges, hyperparameters, definitions } = document;

export const preset: Preset = {
  id: 'with-and-without-positions',
  title: 'With and without positions',
  group: 'vision',
  small: true,
  compares: true,
  paper: 'Dosovitskiy et al., An Image is Worth 16x16 Words',
  year: 2021,
  note: 'A small ViT beside itself with its learned positions bypassed: without them the patches are a bag, and a 6 is as good as a 9 where their patches are alike.',
  expected: vit.expected,
  document: {
    ...document,
    title: 'With and without positions',
    variants: [
      {
        id: 'v1',
        title: 'Without positions',
        nodes: { ...nodes, positions: { ...nodes.positions, bypass: true } },
        edges,
        hyperparameters,
        definitions,
      },
    ],
    // Six trainings in one class: shorter ones than that of the preset.
    experiment: {
      dataset: 'mnist',
      batchSize: 64,
      steps: 1500,
      optimizer: 'adam',
      learningRate: 0.003,
      warmupSteps: 75,
      seed: 1,
    },
    comparison: { seeds: 3, base: 'With positions' },
  },
};
