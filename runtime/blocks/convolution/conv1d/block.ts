/** A convolution over sequences. Waibel et al. 1989 (time-delay neural networks), section II. */
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
  id: 'conv1d',
  title: 'Convolution of a sequence',
  family: 'convolution',
  icon: 'AudioLines',
  advanced: true,
  docs: {
    summary:
      'Slides learned filters along a sequence: each output looks at a few neighbouring places, the same way everywhere. Sound, sensor readings, or words next to each other.',
    formula: String.raw`y_t = \sum_{u} x_{t+u} W_u + b`,
    paper: {
      authors: 'Waibel et al.',
      year: 1989,
      title: 'Phoneme Recognition Using Time-Delay Neural Networks',
      url: 'https://doi.org/10.1109/29.21701',
      where: 'section II',
    },
    pytorch: 'nn.Conv1d(in_channels, filters, kernel, stride, padding, dilation, groups)',
    keras:
      "keras.layers.Conv1D(filters, kernel, stride, padding='same', dilation_rate=dilation, groups=groups)",
  },
  inputs: { x: { axes: 'batch tokens in_features' } },
  outputs: { y: { axes: 'batch tokens features' } },
  params: {
    filters: filtersParam,
    kernel: kernelParam('Places that a filter sees.', 'places'),
    stride: strideParam('Step of the window; 2 halves the number of tokens.', 'places'),
    padding: paddingParam('places'),
    same: sameParam,
    dilation: dilationParam('places'),
    groups: groupsParam,
    bias: biasParam,
  },
  examples: [
    {
      params: { filters: 4 },
      inputs: { x: [2, 7, 3] },
      outputs: { y: [2, 7, 4] },
      parameters: 40,
    },
    {
      params: { filters: 6, kernel: 4, dilation: 2, same: true, groups: 3, bias: false },
      inputs: { x: [1, 9, 3] },
      outputs: { y: [1, 9, 6] },
      parameters: 24,
    },
    {
      params: { filters: 4, kernel: 2, stride: 2, padding: 0, groups: 2 },
      inputs: { x: [2, 5, 4] },
      outputs: { y: [2, 2, 4] },
      // 2*(4/2)*4 + 4
      parameters: 20,
    },
  ],
  build: (b, { x }, params) => {
    const { filters, bias, groups } = params;
    const options = { groups, start: 'pytorch' } as const;
    return { y: convolution(b, x, '', filters, windowOf(params), bias, options) };
  },
});
