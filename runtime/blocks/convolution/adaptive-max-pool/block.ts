/** The largest value of each piece of a map, as many pieces whatever its size. He et al. 2015, section 2.2. */
import { defineBlock } from '../../define';
import { adaptiveExamples, adaptiveMaxPool, adaptiveParams } from '../../shared/adaptivePool';
import { he2015 } from '../../shared/papers';
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
    paper: { ...he2015, where: 'section 2.2' },
    pytorch: 'nn.AdaptiveMaxPool2d((height, width))',
    keras: 'keras.layers.AdaptiveMaxPooling2D((height, width))',
  },
  inputs: { x: spaceAxes.picture },
  outputs: { y: spaceAxes.picture },
  params: adaptiveParams,
  examples: adaptiveExamples,
  build: (b, { x }, { height, width }) => ({ y: adaptiveMaxPool(b, x, height, width) }),
});
