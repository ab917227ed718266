/** The mean over the whole picture. Lin, Chen, Yan 2014, section 3.2. */
import { defineBlock } from '../../define';

export default defineBlock({
  id: 'global-average-pool',
  title: 'Global average pool',
  family: 'convolution',
  icon: 'Minimize',
  docs: {
    summary:
      'The mean of each channel over the whole map: one number a channel, wherever things are.',
    formula: String.raw`y_c = \frac{1}{HW} \sum_{i,j} x_{ijc}`,
    paper: {
      authors: 'Lin, Chen, Yan',
      year: 2014,
      title: 'Network In Network',
      url: 'https://arxiv.org/abs/1312.4400',
      where: 'section 3.2',
    },
    pytorch: 'nn.AdaptiveAvgPool2d(1)',
    keras: 'keras.layers.GlobalAveragePooling2D()',
  },
  inputs: { x: { axes: 'batch height width channels' } },
  outputs: { y: { axes: 'batch channels' } },
  params: {},
  examples: [{ inputs: { x: [2, 4, 3, 6] }, outputs: { y: [2, 6] }, parameters: 0 }],
  build: (b, { x }) => ({ y: b.mean([x], { axes: [1, 2], keepDims: false }) }),
});
