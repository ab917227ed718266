/** An affine map over the last axis. Rumelhart, Hinton, Williams 1986, equation 1. */
import type { Initializer } from '../../../ops/program';
import { choice, defineBlock, flag, int } from '../../define';
import { pytorchUniform } from '../../shared/convolution';
import { type LinearOptions, linear } from '../../shared/linear';
import { rumelhart1986 } from '../../shared/papers';

type Start = (width: number) => Omit<LinearOptions, 'bias'>;

const from =
  (initializer: Initializer): Start =>
  () => ({ initializer });

const starts: Readonly<Record<'glorot' | 'pytorch' | 'normal' | 'zeros', Start>> = {
  glorot: () => ({}),
  pytorch: (width) => ({
    initializer: pytorchUniform(width),
    biasInitializer: pytorchUniform(width),
  }),
  normal: from({ kind: 'truncatedNormal', std: 0.02 }),
  zeros: from({ kind: 'zeros' }),
};

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
    start: choice({
      label: 'Starts from',
      doc: 'What the weights are before training.',
      default: 'glorot',
      choices: {
        glorot: 'Glorot uniform (Transformer, Keras)',
        pytorch: 'Uniform by the width that comes in (nn.Linear)',
        normal: 'Normal, cut, 0.02 (BERT)',
        zeros: 'Zeros (head of a ViT)',
      },
    }),
  },
  examples: [
    { params: { units: 10 }, inputs: { x: [2, 8] }, outputs: { y: [2, 10] }, parameters: 90 },
    {
      params: { units: 4, bias: false },
      inputs: { x: [2, 3, 8] },
      outputs: { y: [2, 3, 4] },
      parameters: 32,
    },
    {
      params: { units: 3, start: 'pytorch' },
      inputs: { x: [4, 5] },
      outputs: { y: [4, 3] },
      parameters: 18,
    },
  ],
  build: (b, { x }, { units, bias, start }) => ({
    y: linear(b, x, '', units, { bias, ...starts[start](x.shape[x.shape.length - 1]) }),
  }),
});
