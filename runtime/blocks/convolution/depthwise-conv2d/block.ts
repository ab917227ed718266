/** Each channel under filters of its own. Howard et al. 2017 (MobileNets), section 3.1. */
import { defineBlock, int } from '../../define';
import { pytorchUniform } from '../../shared/convolution';
import {
  biasParam,
  dilationParam,
  kernelParam,
  paddingParam,
  sameParam,
  strideParam,
  windowOf,
} from '../../shared/convolutionParams';
import { checkSame, checkWindow, windowAttrs } from '../../shared/windows';

export default defineBlock({
  id: 'depthwise-conv2d',
  title: 'Depthwise convolution',
  family: 'convolution',
  icon: 'Layers2',
  docs: {
    summary:
      'Filters each channel alone: it mixes places, not channels, with very few weights. With a 1 x 1 convolution behind it, it stands in for a full convolution.',
    formula: String.raw`y_{ijc} = \sum_{u,v} x_{i+u,\, j+v,\, c} W_{uvc} + b_c`,
    paper: {
      authors: 'Howard et al.',
      year: 2017,
      title: 'MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications',
      url: 'https://arxiv.org/abs/1704.04861',
      where: 'section 3.1, equation 3',
    },
    pytorch: 'nn.Conv2d(c, multiplier * c, kernel, stride, padding, dilation, groups=c)',
    keras:
      "keras.layers.DepthwiseConv2D(kernel, stride, padding='same', depth_multiplier=multiplier)",
  },
  inputs: { x: { axes: 'batch height width in_channels' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: {
    multiplier: int({
      label: 'Filters per channel',
      default: 1,
      min: 1,
      max: 64,
    }),
    kernel: kernelParam('Side of the square that a filter sees.', 'pixels'),
    stride: strideParam('Step of the window; 2 halves height and width.', 'pixels'),
    padding: paddingParam('pixels'),
    same: sameParam,
    dilation: dilationParam('pixels'),
    bias: biasParam,
  },
  examples: [
    { inputs: { x: [2, 5, 6, 4] }, outputs: { y: [2, 5, 6, 4] }, parameters: 40 },
    {
      params: { kernel: 5, same: true, bias: false },
      inputs: { x: [2, 5, 4, 3] },
      outputs: { y: [2, 5, 4, 3] },
      parameters: 75,
    },
    {
      params: { multiplier: 2, stride: 2, dilation: 2, padding: 2 },
      inputs: { x: [1, 7, 8, 3] },
      outputs: { y: [1, 4, 4, 6] },
      // 9*3*2 + 6
      parameters: 60,
    },
  ],
  build: (b, { x }, params) => {
    const { kernel, multiplier, dilation, bias } = params;
    const window = windowOf(params);
    checkSame(b, window);
    checkWindow(b, x, window, 'kernel');
    const { strides, padding } = windowAttrs(window);
    const channels = x.shape[3];
    const start = pytorchUniform(kernel * kernel);
    const filter = b.weight('depthwise_kernel', [kernel, kernel, channels, multiplier], start);
    const y = b.depthwiseConv2d([x, filter], {
      strides,
      padding,
      dilations: [dilation, dilation],
    });
    return { y: bias ? b.add([y, b.weight('bias', [channels * multiplier], start)]) : y };
  },
});
