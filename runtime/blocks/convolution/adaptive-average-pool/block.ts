/** The mean of each piece of a map, as many pieces whatever its size. He et al. 2015, section 2.2. */
import { defineBlock } from '../../define';
import { adaptiveAveragePool, adaptiveParams } from '../../shared/adaptivePool';
import { spaceAxes } from '../../shared/pools';

export default defineBlock({
  id: 'adaptive-average-pool',
  title: 'Adaptive average pool',
  family: 'convolution',
  icon: 'Minimize2',
  advanced: true,
  docs: {
    summary:
      'Cuts the map into a fixed number of rows and columns and takes the mean of each piece: the result has one size, whatever comes in.',
    formula: String.raw`y_{ij} = \operatorname{mean}_{\lfloor iH/h \rfloor \le u < \lceil (i+1)H/h \rceil,\ \lfloor jW/w \rfloor \le v < \lceil (j+1)W/w \rceil} x_{uv}`,
    paper: {
      authors: 'He, Zhang, Ren, Sun',
      year: 2015,
      title: 'Spatial Pyramid Pooling in Deep Convolutional Networks for Visual Recognition',
      url: 'https://arxiv.org/abs/1406.4729',
      where: 'section 2.2',
    },
    pytorch: 'nn.AdaptiveAvgPool2d((height, width))',
    keras: 'keras.layers.AdaptiveAveragePooling2D((height, width))',
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
  build: (b, { x }, { height, width }) => ({ y: adaptiveAveragePool(b, x, height, width) }),
});
