/** The largest value of each piece of a map, as many pieces whatever its size. He et al. 2015, section 2.2. */
import { defineBlock } from '../../define';
import { adaptiveMaxPool, adaptiveParams } from '../../shared/adaptivePool';
import { spaceAxes } from '../../shared/pools';

export default defineBlock({
  id: 'adaptive-max-pool',
  title: 'Adaptive max pool',
  family: 'convolution',
  icon: 'Shrink',
  advanced: true,
  docs: {
    summary:
      'Cuts the map into a fixed number of rows and columns and keeps the largest value of each piece: the result has one size, whatever comes in.',
    formula: String.raw`y_{ij} = \max_{\lfloor iH/h \rfloor \le u < \lceil (i+1)H/h \rceil,\ \lfloor jW/w \rfloor \le v < \lceil (j+1)W/w \rceil} x_{uv}`,
    paper: {
      authors: 'He, Zhang, Ren, Sun',
      year: 2015,
      title: 'Spatial Pyramid Pooling in Deep Convolutional Networks for Visual Recognition',
      url: 'https://arxiv.org/abs/1406.4729',
      where: 'section 2.2',
    },
    pytorch: 'nn.AdaptiveMaxPool2d((height, width))',
    keras: 'keras.layers.AdaptiveMaxPooling2D((height, width))',
  },
  inputs: { x: spaceAxes.picture },
  outputs: { y: spaceAxes.picture },
  params: adaptiveParams,
  examples: [
    {
      params: { height: 2, width: 3 },
      inputs: { x: [2, 4, 6, 3] },
      outputs: { y: [2, 2, 3, 3] },
      parameters: 0,
    },
    {
      params: { height: 3, width: 2 },
      inputs: { x: [2, 7, 5, 2] },
      outputs: { y: [2, 3, 2, 2] },
      parameters: 0,
    },
    {
      params: { height: 4, width: 1 },
      inputs: { x: [1, 3, 2, 2] },
      outputs: { y: [1, 4, 1, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { height, width }) => ({ y: adaptiveMaxPool(b, x, height, width) }),
});
