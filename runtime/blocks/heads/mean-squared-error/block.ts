/** How far numbers are from those wanted, squared. */
import { defineBlock } from '../../define';
import { rumelhart1986 } from '../../shared/papers';
import { meanOfAll, weightedMean } from '../../shared/tokenLoss';

export default defineBlock({
  id: 'mean-squared-error',
  title: 'Mean squared error',
  family: 'heads',
  icon: 'Ruler',
  docs: {
    summary:
      'Measures how far the numbers of the network are from the right ones: the mean of the squared differences. With a mask, only over the places where it is true, as a masked autoencoder does.',
    alsoCalled: ['MSE loss', 'L2 loss', 'squared loss'],
    formula: String.raw`L = \frac{1}{N} \sum_{i=1}^{N} (x_i - y_i)^2`,
    paper: { ...rumelhart1986, where: 'the total error E' },
    pytorch: 'nn.MSELoss()(x, target)',
    keras: 'keras.losses.MeanSquaredError()(target, x)',
  },
  inputs: {
    x: { axes: '... values', doc: 'What the network says.' },
    target: { axes: '... values', doc: 'What it should say.' },
    mask: {
      axes: '...',
      dtype: 'bool',
      optional: true,
      doc: 'True where a row of values counts, such as a hidden patch.',
    },
  },
  outputs: { loss: { axes: '' } },
  params: {},
  examples: [
    { inputs: { x: [4, 3], target: [4, 3] }, outputs: { loss: [] }, parameters: 0 },
    { inputs: { x: [5], target: [5] }, outputs: { loss: [] }, parameters: 0 },
    {
      inputs: { x: [2, 3, 4], target: [2, 3, 4], mask: [2, 3] },
      outputs: { loss: [] },
      parameters: 0,
    },
  ],
  build: (b, { x, target, mask }) => {
    const squares = b.square([b.sub([x, target])]);
    const last = squares.shape.length - 1;
    const loss = mask
      ? weightedMean(
          b,
          b.mean([squares], { axes: [last], keepDims: false }),
          b.cast([mask], { dtype: 'float32' }),
        )
      : meanOfAll(b, squares);
    b.output('loss', loss, 'loss');
    return { loss };
  },
});
