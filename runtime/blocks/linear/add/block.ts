/** Sum of two values of the same shape: a residual connection. He et al. 2016. */
import { defineBlock } from '../../define';
import { addResidual } from '../../shared/addResidual';
import { he2016 } from '../../shared/papers';

export default defineBlock({
  id: 'add',
  title: 'Add',
  family: 'linear',
  icon: 'Plus',
  docs: {
    summary:
      'Adds two values of the same shape. With a wire that runs past some blocks, it is a residual connection: the blocks learn only the change.',
    alsoCalled: ['residual', 'skip connection', 'sum'],
    formula: 'y = a + b',
    paper: { ...he2016, where: 'section 3.2, equation 1' },
    pytorch: 'a + b',
    keras: 'keras.layers.Add()([a, b])',
  },
  inputs: { a: { axes: '...' }, b: { axes: '...' } },
  outputs: { y: { axes: '...' } },
  params: {},
  examples: [
    { inputs: { a: [2, 3, 8], b: [2, 3, 8] }, outputs: { y: [2, 3, 8] }, parameters: 0 },
    {
      inputs: { a: [1, 2, 3, 2, 2], b: [1, 2, 3, 2, 2] },
      outputs: { y: [1, 2, 3, 2, 2] },
      parameters: 0,
    },
  ],
  build: (builder, { a, b }) => ({ y: addResidual(builder, a, b, 0) }),
});
