/** A small attention-augmented ResNet that learns to read digits. */
import { sketch } from './graphs/sketch';
import type { Preset } from './types';

const stage = (width: string, stride: number, pool: number) => ({
  block: 'aa-bottleneck',
  params: {
    width,
    stride,
    pool,
    heads: 'heads',
    key_share: 'kappa',
    value_share: 'upsilon',
    key_min: 1,
  },
});

export const preset: Preset = {
  id: 'aa-resnet-tiny',
  title: 'Attention-augmented ResNet (tiny)',
  group: 'both',
  small: true,
  paper: 'Bello et al., Attention Augmented Convolutional Networks',
  year: 2019,
  note: 'The same blocks with small numbers, for handwritten digits of 28 x 28 pixels: convolution sees the strokes, attention sees the whole digit. Train it for a few minutes, then look at where each place looks.',
  expected: { params: 63_414, macs: 4_057_892, output: { 'head.y': [1, 10] } },
  document: {
    format: 'patchbay',
    version: 2,
    title: 'Attention-augmented ResNet (tiny)',
    hyperparameters: [
      { name: 'image_size', value: 28, label: 'height and width in pixels', min: 4, max: 1024 },
      { name: 'width', value: 16, label: 'channels after the stem', min: 4, max: 256 },
      { name: 'blocks', value: 3, label: 'blocks in stage 2', min: 2, max: 32 },
      { name: 'heads', value: 4, label: 'attention heads', min: 1, max: 64 },
      { name: 'kappa', value: 0.5, label: 'key width over width, κ', min: 0.01, max: 4 },
      {
        name: 'upsilon',
        value: 0.25,
        label: 'share of channels from attention, υ',
        min: 0.01,
        max: 0.9,
      },
      { name: 'classes', value: 10, label: 'classes', min: 2, max: 1000 },
    ],
    ...sketch(
      {
        image: {
          block: 'image-input',
          at: [0, -28],
          params: { height: 'image_size', width: 'image_size', channels: 1 },
        },
        stem: {
          block: 'conv2d',
          at: [216, -28],
          params: { filters: 'width', kernel: 3, stride: 2, padding: 1, bias: false },
          label: 'Convolution 3 x 3',
        },
        'stem-norm': { block: 'batch-norm', at: [432, -16] },
        'stem-relu': { block: 'activation', at: [648, -28], label: 'ReLU' },
        'stage-1': { ...stage('width', 1, 2), at: [864, -170], label: 'Stage 1' },
        'stage-2-down': { ...stage('2 * width', 2, 1), at: [1160, -170], label: 'Stage 2, first' },
        'stage-2': {
          ...stage('2 * width', 1, 1),
          at: [1456, -170],
          repeat: 'blocks - 1',
          label: 'Stage 2',
        },
        pool: { block: 'global-average-pool', at: [1752, -16] },
        head: { block: 'linear', at: [1968, -28], params: { units: 'classes' } },
        output: { block: 'class-output', at: [2184, -28], label: 'Class' },
        labels: { block: 'label-input', at: [1968, 292], params: { classes: 'classes' } },
        loss: { block: 'cross-entropy', at: [2184, 108] },
      },
      [
        ['image.image', 'stem.x'],
        ['stem.y', 'stem-norm.x'],
        ['stem-norm.y', 'stem-relu.x'],
        ['stem-relu.y', 'stage-1.x'],
        ['stage-1.y', 'stage-2-down.x'],
        ['stage-2-down.y', 'stage-2.x'],
        ['stage-2.y', 'pool.x'],
        ['pool.y', 'head.x'],
        ['head.y', 'output.logits'],
        ['head.y', 'loss.logits'],
        ['labels.labels', 'loss.labels'],
      ],
    ),
    definitions: {},
    experiment: {
      dataset: 'mnist',
      batchSize: 32,
      steps: 500,
      optimizer: 'adam',
      learningRate: 0.005,
      warmupSteps: 30,
      seed: 1,
    },
  },
};
