/** The mean of each piece of a map, as many pieces whatever its size. He et al. 2015, section 2.2. */
import { defineBlock } from '../../define';
import { adaptiveAveragePool, adaptiveExamples, adaptiveParams } from '../../shared/adaptivePool';
import { he2015 } from '../../shared/papers';
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
    paper: { ...he2015, where: 'section 2.2' },
    pytorch: 'nn.AdaptiveAvgPool2d((height, width))',
    keras: 'keras.layers.AdaptiveAveragePooling2D((height, width))',
  },
  inputs: { x: spaceAxes.picture },
  outputs: { y: spaceAxes.picture },
  params: adaptiveParams,
  examples: adaptiveExamples,
  build: (b, { x }, { height, width }) => ({ y: adaptiveAveragePool(b, x, height, width) }),
});
