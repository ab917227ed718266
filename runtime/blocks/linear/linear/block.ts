/** An affine map over the last axis. Rumelhart, Hinton, Williams 1986, equation 1. */
import { defineBlock, flag, int } from '../../define';
import { linear } from '../../shared/linear';
import { rumelhart1986 } from '../../shared/papers';

export default defineBlock({
  id: 'linear',
  title: 'Linear',
  family: 'linear',
  icon: 'Layers',
  docs: {
    summary:
      'Every output is a weighted sum of all inputs plus a constant. Also called dense or fully connected.',
    alsoCalled: ['fully connected', 'FC layer', 'dense', 'projection', 'affine'],
    formula: 'y = x W + b',
    paper: { ...rumelhart1986, where: 'equation 1' },
    pytorch: 'nn.Linear(in_features, units)',
    keras: 'keras.layers.Dense(units)',
  },
  inputs: { x: { axes: '... in_features' } },
  outputs: { y: { axes: '... features' } },
  params: {
    units: int({
      label: 'Units',
      doc: 'Numbers that come out, for each token.',
      default: 10,
      min: 1,
      max: 262144,
      unit: 'features',
    }),
    bias: flag({ label: 'Bias', default: true }),
  },
  examples: [
    { params: { units: 10 }, inputs: { x: [2, 8] }, outputs: { y: [2, 10] }, parameters: 90 },
    {
      params: { units: 4, bias: false },
      inputs: { x: [2, 3, 8] },
      outputs: { y: [2, 3, 4] },
      parameters: 32,
    },
  ],
  build: (b, { x }, { units, bias }) => ({ y: linear(b, x, '', units, { bias }) }),
});
