/** Everything of an example in one row. */
import { defineBlock } from '../../define';
import { lecun1998 } from '../../shared/papers';

export default defineBlock({
  id: 'flatten',
  title: 'Flatten',
  family: 'linear',
  icon: 'Rows3',
  docs: {
    summary:
      'Lays all numbers of an example out in one row, so that a linear map can take them all.',
    formula: String.raw`\mathbb{R}^{B \times H \times W \times C} \to \mathbb{R}^{B \times HWC}`,
    paper: { ...lecun1998, where: 'section II.B' },
    pytorch: 'nn.Flatten()',
    keras: 'keras.layers.Flatten()',
  },
  inputs: { x: { axes: 'batch ...' } },
  outputs: { y: { axes: 'batch features' } },
  params: {},
  examples: [
    { inputs: { x: [2, 3, 4, 5] }, outputs: { y: [2, 60] }, parameters: 0 },
    { inputs: { x: [2, 7] }, outputs: { y: [2, 7] }, parameters: 0 },
  ],
  build: (b, { x }) => {
    const [batch, ...rest] = x.shape;
    return { y: b.reshape([x], { shape: [batch, rest.reduce((product, n) => product * n, 1)] }) };
  },
});
