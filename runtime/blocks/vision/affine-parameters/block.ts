/** The last layer of a localisation network: it starts at the identity. Jaderberg et al. 2015, 3.1. */
import { defineBlock } from '../../define';
import { affine } from '../../shared/linear';
import { jaderberg2015 } from '../../shared/papers';

export default defineBlock({
  id: 'affine-parameters',
  title: 'Affine parameters',
  family: 'vision',
  icon: 'Proportions',
  advanced: true,
  docs: {
    summary:
      'A linear layer to the six numbers of an affine map. It starts with no weight on its input and the identity as its bias, so that at first the picture stays as it is.',
    formula: String.raw`\theta = x W + b, \quad W_0 = 0,\ b_0 = (1, 0, 0, 0, 1, 0)`,
    paper: { ...jaderberg2015, where: 'section 3.1' },
    pytorch: 'nn.Linear(features, 6)',
    keras: 'keras.layers.Dense(6)',
  },
  inputs: { x: { axes: 'batch features' } },
  outputs: { theta: { axes: 'batch 6', label: 'θ', doc: 'Two rows of three.' } },
  params: {},
  examples: [{ inputs: { x: [2, 5] }, outputs: { theta: [2, 6] }, parameters: 36 }],
  build: (b, { x }) => {
    const kernel = b.weight('kernel', [x.shape[1], 6], { kind: 'zeros' });
    const identity = { kind: 'values', values: [1, 0, 0, 0, 1, 0] } as const;
    return { theta: affine(b, x, kernel, b.weight('bias', [6], identity)) };
  },
});
