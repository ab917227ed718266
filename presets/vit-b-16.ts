/** ViT-B/16 of Dosovitskiy et al. 2021, table 1, as it classifies ImageNet. */
import { vit } from './graphs/vit';
import type { Preset } from './types';

export const preset: Preset = {
  id: 'vit-b-16',
  title: 'ViT-B/16',
  group: 'vision',
  small: false,
  paper: 'Dosovitskiy et al., An Image is Worth 16x16 Words',
  year: 2021,
  note: 'The Vision Transformer: a picture is cut into 196 patches of 16 x 16 pixels, which are read like the words of a sentence. Nothing in it knows that a picture has two dimensions; it learns that. Its published 17.6 G count multiply-accumulates.',
  expected: {
    params: 86_567_656,
    macs: 17_563_828_224,
    output: { 'encoder.y': [1, 197, 768], 'head.y': [1, 1000] },
  },
  document: {
    format: 'patchbay',
    version: 2,
    title: 'ViT-B/16',
    hyperparameters: [
      { name: 'image_size', value: 224, label: 'height and width in pixels', min: 1, max: 1024 },
      { name: 'patch', value: 16, label: 'side of a patch in pixels', min: 1, max: 256 },
      { name: 'd_model', value: 768, label: 'width of every token', min: 1, max: 4096 },
      { name: 'heads', value: 12, label: 'attention heads', min: 1, max: 64 },
      { name: 'layers', value: 12, label: 'layers', min: 1, max: 48 },
      { name: 'd_ff', value: 3072, label: 'inner width of the MLP', min: 1, max: 16384 },
      { name: 'classes', value: 1000, label: 'classes', min: 2, max: 100000 },
      { name: 'p_drop', value: 0.1, label: 'dropout in training', min: 0, max: 0.9 },
    ],
    ...vit({ channels: 3, names: 'none' }),
    definitions: {},
  },
};
