/** 1 x 1, 3 x 3 and 1 x 1 convolutions round a shortcut: a ResNet block. He et al. 2016, figure 5. */
import { defineComposite, int } from '../../define';
import { he2016 } from '../../shared/papers';
import { sketch } from '../../shared/sketch';

export default defineComposite({
  id: 'bottleneck',
  title: 'Bottleneck',
  family: 'composite',
  icon: 'Boxes',
  docs: {
    summary:
      'Narrows the map, convolves it, widens it four times and adds what came in: the block of ResNet-50. The stride is in the 3 x 3 convolution, as everybody builds it today (version 1.5).',
    formula: String.raw`y = \mathrm{ReLU}(\mathrm{shortcut}(x) + W_3 * \mathrm{ReLU}(W_2 * \mathrm{ReLU}(W_1 * x)))`,
    paper: { ...he2016, where: 'section 4.1, figure 5' },
    pytorch: 'torchvision.models.resnet.Bottleneck(in_channels, width, stride)',
    keras: 'keras.applications.resnet.ResNet50()',
  },
  inputs: { x: { axes: 'batch height width in_channels' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: {
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
  },
  examples: [
    {
      params: { width: 4 },
      inputs: { x: [2, 6, 6, 16] },
      outputs: { y: [2, 6, 6, 16] },
      // 16*4 + 9*4*4 + 4*16 + 2*(4+4+16)
      parameters: 320,
    },
    {
      params: { width: 4, stride: 2 },
      inputs: { x: [2, 6, 6, 8] },
      outputs: { y: [2, 3, 3, 16] },
      // 8*4 + 9*4*4 + 4*16 + 8*16 + 2*(4+4+16+16)
      parameters: 448,
    },
  ],
  graph: sketch(
    {
      'conv-1': {
        block: 'conv2d',
        at: [0, 0],
        params: { filters: 'width', kernel: 1, padding: 0, bias: false },
        label: '1 x 1',
      },
      'norm-1': { block: 'batch-norm', at: [0, 144] },
      'relu-1': { block: 'activation', at: [0, 288], label: 'ReLU' },
      'conv-2': {
        block: 'conv2d',
        at: [0, 432],
        params: { filters: 'width', kernel: 3, stride: 'stride', padding: 1, bias: false },
        label: '3 x 3',
      },
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
  ),
});
