/** A convolution over pictures. LeCun et al. 1998, section II.A. */
import { defineBlock } from '../../define';
import { convolution } from '../../shared/convolution';
import {
  biasParam,
  dilationParam,
  filtersParam,
  groupsParam,
  kernelParam,
  paddingParam,
  sameParam,
  strideParam,
  windowOf,
} from '../../shared/convolutionParams';
import { lecun1998 } from '../../shared/papers';

export default defineBlock({
  id: 'conv2d',
  title: 'Convolution',
  family: 'convolution',
  icon: 'ScanLine',
  docs: {
    summary:
      'Slides small learned filters over the picture: each output looks at a small square, the same way everywhere.',
    alsoCalled: ['CNN', 'Conv2d', '1x1 convolution', 'pointwise'],
    formula: String.raw`y_{ij} = \sum_{u,v} x_{i+u,\, j+v} W_{uv} + b`,
    paper: { ...lecun1998, where: 'section II.A' },
    pytorch: 'nn.Conv2d(in_channels, filters, kernel, stride, padding, dilation, groups)',
    keras:
      "keras.layers.Conv2D(filters, kernel, stride, padding='same', dilation_rate=dilation, groups=groups)",
  },
  inputs: { x: { axes: 'batch height width in_channels' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: {
    filters: filtersParam,
    kernel: kernelParam('Side of the square that a filter sees.', 'pixels'),
    stride: strideParam('Step of the window; 2 halves height and width.', 'pixels'),
    padding: paddingParam('pixels'),
    same: sameParam,
    dilation: dilationParam('pixels'),
    groups: groupsParam,
    bias: biasParam,
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
    {
      params: { filters: 6, kernel: 3, dilation: 2, same: true, groups: 2, bias: false },
      inputs: { x: [2, 5, 4, 4] },
      outputs: { y: [2, 5, 4, 6] },
      // 3*3*(4/2)*6
      parameters: 108,
    },
  ],
  build: (b, { x }, params) => {
    const { filters, bias, groups } = params;
    return { y: convolution(b, x, '', filters, windowOf(params), bias, { groups }) };
  },
});
