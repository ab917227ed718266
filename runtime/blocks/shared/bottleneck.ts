/** Convolutions round a shortcut: what the blocks of a ResNet share. He et al. 2016, figure 5. */
import { int } from '../define';
import { type NodeSketch, sketch } from './sketch';

export const bottleneckParams = {
  width: int({
    label: 'Width',
    doc: 'Channels of the 3 x 3 convolution; four times as many come out.',
    default: 64,
    min: 1,
    max: 2048,
    unit: 'channels',
  }),
  stride: int({
    label: 'Stride',
    doc: '2 halves height and width.',
    default: 1,
    min: 1,
    max: 8,
    unit: 'pixels',
  }),
};

/** 1 x 1, `middle` and 1 x 1 convolutions, each with a batch norm, and the sum with the shortcut. */
export function bottleneckGraph(middle: Omit<NodeSketch, 'at'>) {
  return sketch(
    {
      'conv-1': {
        block: 'conv2d',
        at: [0, 0],
        params: { filters: 'width', kernel: 1, padding: 0, bias: false },
        label: '1 x 1',
      },
      'norm-1': { block: 'batch-norm', at: [0, 144] },
      'relu-1': { block: 'activation', at: [0, 288], label: 'ReLU' },
      'conv-2': { ...middle, at: [0, 432] },
      'norm-2': { block: 'batch-norm', at: [0, 576] },
      'relu-2': { block: 'activation', at: [0, 720], label: 'ReLU' },
      'conv-3': {
        block: 'conv2d',
        at: [0, 864],
        params: { filters: '4 * width', kernel: 1, padding: 0, bias: false },
        label: '1 x 1',
      },
      'norm-3': { block: 'batch-norm', at: [0, 1008] },
      shortcut: {
        block: 'shortcut',
        at: [272, 576],
        params: { filters: '4 * width', stride: 'stride' },
      },
      add: { block: 'add', at: [0, 1152] },
      relu: { block: 'activation', at: [0, 1296], label: 'ReLU' },
    },
    [
      ['$in.x', 'conv-1.x'],
      ['conv-1.y', 'norm-1.x'],
      ['norm-1.y', 'relu-1.x'],
      ['relu-1.y', 'conv-2.x'],
      ['conv-2.y', 'norm-2.x'],
      ['norm-2.y', 'relu-2.x'],
      ['relu-2.y', 'conv-3.x'],
      ['conv-3.y', 'norm-3.x'],
      ['$in.x', 'shortcut.x'],
      ['norm-3.y', 'add.a'],
      ['shortcut.y', 'add.b'],
      ['add.y', 'relu.x'],
      ['relu.y', '$out.y'],
    ],
  );
}
