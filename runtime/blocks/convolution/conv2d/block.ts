/** A convolution over pictures. LeCun et al. 1998, section II.A. */
import { defineBlock, flag, int } from '../../define';
import { convolution } from '../../shared/convolution';
import { lecun1998 } from '../../shared/papers';

export default defineBlock({
  id: 'conv2d',
  title: 'Convolution',
  family: 'convolution',
  icon: 'ScanLine',
  docs: {
    summary:
      'Slides small learned filters over the picture: each output looks at a small square, the same way everywhere.',
    formula: String.raw`y_{ij} = \sum_{u,v} x_{i+u,\, j+v} W_{uv} + b`,
    paper: { ...lecun1998, where: 'section II.A' },
    pytorch: 'nn.Conv2d(in_channels, filters, kernel, stride, padding)',
    keras: "keras.layers.Conv2D(filters, kernel, strides=stride, padding='valid')",
  },
  inputs: { x: { axes: 'batch height width in_channels' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: {
    filters: int({
      label: 'Filters',
      doc: 'Channels that come out.',
      default: 32,
      min: 1,
      max: 8192,
      unit: 'channels',
    }),
    kernel: int({
      label: 'Kernel',
      doc: 'Side of the square that a filter sees.',
      default: 3,
      min: 1,
      max: 31,
      symbol: 'k',
      unit: 'pixels',
    }),
    stride: int({
      label: 'Stride',
      doc: 'Step of the window; 2 halves height and width.',
      default: 1,
      min: 1,
      max: 32,
      unit: 'pixels',
    }),
    padding: int({
      label: 'Padding',
      doc: 'Zeros on each side; (k - 1) / 2 keeps the size.',
      default: 1,
      min: 0,
      max: 32,
      unit: 'pixels',
    }),
    bias: flag({
      label: 'Bias',
      doc: 'Not needed in front of a batch norm.',
      default: true,
    }),
  },
  examples: [
    {
      params: { filters: 4 },
      inputs: { x: [2, 6, 6, 3] },
      outputs: { y: [2, 6, 6, 4] },
      parameters: 112,
    },
    {
      params: { filters: 8, kernel: 7, stride: 2, padding: 3, bias: false },
      inputs: { x: [1, 14, 10, 3] },
      outputs: { y: [1, 7, 5, 8] },
      parameters: 1176,
    },
    {
      params: { filters: 5, kernel: 1, stride: 2, padding: 0 },
      inputs: { x: [1, 5, 5, 2] },
      outputs: { y: [1, 3, 3, 5] },
      parameters: 15,
    },
  ],
  build: (b, { x }, { filters, kernel, stride, padding, bias }) => ({
    y: convolution(b, x, '', filters, { size: kernel, stride, padding }, bias),
  }),
});
