/** The mean over one axis. */
import { defineBlock } from '../../define';
import { aroundAxis, axisParam, checkAxis } from '../../shared/axes';
import { harris2020 } from '../../shared/papers';

export default defineBlock({
  id: 'mean',
  title: 'Mean over an axis',
  family: 'linear',
  icon: 'Sigma',
  docs: {
    summary:
      'Takes the mean along one axis, which goes away: over the tokens, the rows or the channels.',
    formula: String.raw`y = \frac{1}{n} \sum_{i} x_{\dots, i, \dots}`,
    paper: { ...harris2020, where: 'section "NumPy arrays", figure 1' },
    pytorch: 'x.mean(axis)',
    keras: 'keras.ops.mean(x, axis)',
  },
  inputs: { x: { axes: 'batch ...' } },
  outputs: { y: { axes: 'batch ...' } },
  params: { axis: axisParam },
  examples: [
    { inputs: { x: [2, 5, 4] }, outputs: { y: [2, 4] }, parameters: 0 },
    {
      params: { axis: 3 },
      inputs: { x: [2, 3, 4, 5] },
      outputs: { y: [2, 3, 4] },
      parameters: 0,
    },
    {
      params: { axis: 2 },
      inputs: { x: [1, 2, 3, 2, 4] },
      outputs: { y: [1, 2, 2, 4] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { axis }) => {
    checkAxis(b, x, axis);
    const means = b.mean([aroundAxis(b, x, axis)], { axes: [1], keepDims: false });
    return { y: b.reshape([means], { shape: x.shape.toSpliced(axis, 1) }) };
  },
  outputAxes: ({ x }, { axis }) => ({ y: x.toSpliced(axis, 1) }),
});
