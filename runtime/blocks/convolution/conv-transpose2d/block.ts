/** A convolution backwards: it enlarges maps. Long, Shelhamer, Darrell 2015, section 3.3. */
import { defineBlock } from '../../define';
import {
  biasParam,
  filtersParam,
  kernelParam,
  strideParam,
  transposedParams,
} from '../../shared/convolutionParams';
import { transposedConvolution } from '../../shared/transposedConvolution';

export default defineBlock({
  id: 'conv-transpose2d',
  title: 'Transposed convolution',
  family: 'convolution',
  icon: 'Expand',
  advanced: true,
  docs: {
    summary:
      'Enlarges a map with learned filters: each place paints a small square, and squares that overlap add up. The way back up in segmentation and image generators.',
    alsoCalled: ['deconvolution'],
    formula: String.raw`y_{si+u,\, sj+v} \mathrel{+}= x_{ij} W_{uv}, \quad y \leftarrow y + b`,
    paper: {
      authors: 'Long, Shelhamer, Darrell',
      year: 2015,
      title: 'Fully Convolutional Networks for Semantic Segmentation',
      url: 'https://arxiv.org/abs/1411.4038',
      where: 'section 3.3',
    },
    pytorch: 'nn.ConvTranspose2d(in_channels, filters, kernel, stride, padding, output_padding)',
    keras: "keras.layers.Conv2DTranspose(filters, kernel, stride, padding='valid')",
  },
  inputs: { x: { axes: 'batch height width in_channels' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: {
    filters: filtersParam,
    kernel: { ...kernelParam('Side of the square that a place paints.', 'pixels'), default: 2 },
    stride: strideParam('Distance of the squares; 2 doubles height and width.', 'pixels', 2),
    ...transposedParams('pixels'),
    bias: biasParam,
  },
  examples: [
    {
      params: { filters: 4 },
      inputs: { x: [2, 3, 4, 3] },
      outputs: { y: [2, 6, 8, 4] },
      // 2*2*4*3 + 4
      parameters: 52,
    },
    {
      params: { filters: 2, kernel: 3, padding: 1, output_padding: 1, bias: false },
      inputs: { x: [1, 4, 3, 5] },
      outputs: { y: [1, 8, 6, 2] },
      parameters: 90,
    },
  ],
  build: (b, { x }, params) => ({
    y: transposedConvolution(b, x, params.filters, params, params.bias),
  }),
});
