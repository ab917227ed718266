/** A convolution over volumes. Tran et al. 2015 (C3D), section 3.1. */
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

export default defineBlock({
  id: 'conv3d',
  title: 'Convolution of a volume',
  family: 'convolution',
  icon: 'Box',
  advanced: true,
  docs: {
    summary:
      'Slides learned filters through a volume, such as a scan or a short film: each output looks at a small cube. Its windows are laid out in memory, so keep volumes small.',
    formula: String.raw`y_{tij} = \sum_{s,u,v} x_{t+s,\, i+u,\, j+v} W_{suv} + b`,
    paper: {
      authors: 'Tran et al.',
      year: 2015,
      title: 'Learning Spatiotemporal Features with 3D Convolutional Networks',
      url: 'https://arxiv.org/abs/1412.0767',
      where: 'section 3.1',
    },
    pytorch: 'nn.Conv3d(in_channels, filters, kernel, stride, padding, dilation, groups)',
    keras:
      "keras.layers.Conv3D(filters, kernel, stride, padding='same', dilation_rate=dilation, groups=groups)",
  },
  inputs: { x: { axes: 'batch depth height width in_channels' } },
  outputs: { y: { axes: 'batch depth height width channels' } },
  params: {
    filters: filtersParam,
    kernel: kernelParam('Side of the cube that a filter sees.', 'voxels'),
    stride: strideParam('Step of the window; 2 halves every side.', 'voxels'),
    padding: paddingParam('voxels'),
    same: sameParam,
    dilation: dilationParam('voxels'),
    groups: groupsParam,
    bias: biasParam,
  },
  examples: [
    {
      params: { filters: 4 },
      inputs: { x: [2, 3, 4, 3, 2] },
      outputs: { y: [2, 3, 4, 3, 4] },
      // 27*2*4 + 4
      parameters: 220,
    },
    {
      params: { filters: 4, kernel: 2, stride: 2, padding: 0, groups: 2, bias: false },
      inputs: { x: [1, 4, 4, 5, 2] },
      outputs: { y: [1, 2, 2, 2, 4] },
      parameters: 32,
    },
    {
      params: { filters: 3, kernel: 1, padding: 0 },
      inputs: { x: [1, 2, 2, 3, 2] },
      outputs: { y: [1, 2, 2, 3, 3] },
      parameters: 9,
    },
  ],
  build: (b, { x }, params) => {
    const { filters, bias, groups } = params;
    const options = { groups, start: 'pytorch' } as const;
    return { y: convolution(b, x, '', filters, windowOf(params), bias, options) };
  },
});
