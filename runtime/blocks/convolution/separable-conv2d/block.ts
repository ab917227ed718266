/** A depthwise convolution and a 1 x 1 one behind it. Chollet 2017 (Xception), section 2. */
import { defineComposite } from '../../define';
import {
  biasParam,
  filtersParam,
  kernelParam,
  paddingParam,
  strideParam,
} from '../../shared/convolutionParams';
import { sketch } from '../../shared/sketch';

export default defineComposite({
  id: 'separable-conv2d',
  title: 'Separable convolution',
  family: 'convolution',
  icon: 'Split',
  docs: {
    summary:
      'Filters each channel alone, then mixes the channels of each place: it stands in for a full 3 x 3 convolution with about a ninth of the weights.',
    formula: String.raw`y = W_{1 \times 1} * (W_{dw} *_{c} x)`,
    paper: {
      authors: 'Chollet',
      year: 2017,
      title: 'Xception: Deep Learning with Depthwise Separable Convolutions',
      url: 'https://arxiv.org/abs/1610.02357',
      where: 'sections 1 and 2, figure 4',
    },
    pytorch: 'nn.Sequential(nn.Conv2d(c, c, kernel, groups=c), nn.Conv2d(c, filters, 1))',
    keras: 'keras.layers.SeparableConv2D(filters, kernel, stride)',
  },
  inputs: { x: { axes: 'batch height width in_channels' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: {
    filters: filtersParam,
    kernel: kernelParam('Side of the square that a filter sees.', 'pixels'),
    stride: strideParam('Step of the window; 2 halves height and width.', 'pixels'),
    padding: paddingParam('pixels'),
    bias: biasParam,
  },
  examples: [
    {
      params: { filters: 6 },
      inputs: { x: [2, 5, 4, 3] },
      outputs: { y: [2, 5, 4, 6] },
      // 9*3 + 3*6 + 6
      parameters: 51,
    },
    {
      params: { filters: 4, kernel: 5, stride: 2, padding: 2, bias: false },
      inputs: { x: [1, 7, 6, 2] },
      outputs: { y: [1, 4, 3, 4] },
      parameters: 58,
    },
  ],
  graph: sketch(
    {
      depthwise: {
        block: 'depthwise-conv2d',
        at: [0, 0],
        params: { kernel: 'kernel', stride: 'stride', padding: 'padding', bias: false },
      },
      pointwise: {
        block: 'conv2d',
        at: [0, 144],
        params: { filters: 'filters', kernel: 1, padding: 0, bias: '=bias' },
        label: '1 x 1',
      },
    },
    [
      ['$in.x', 'depthwise.x'],
      ['depthwise.y', 'pointwise.x'],
      ['pointwise.y', '$out.y'],
    ],
  ),
});
