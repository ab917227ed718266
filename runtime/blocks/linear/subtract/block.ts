/** Number minus number. */
import { defineBlock } from '../../define';
import { harris2020 } from '../../shared/papers';
import { mergeRows } from '../../shared/rows';

export default defineBlock({
  id: 'subtract',
  title: 'Subtract',
  family: 'linear',
  icon: 'Minus',
  docs: {
    summary:
      'Takes the second input away from the first, number by number: what differs between two things.',
    formula: 'y = a - b',
    paper: { ...harris2020, where: 'section "NumPy arrays", figure 1' },
    pytorch: 'a - b',
    keras: 'keras.layers.Subtract()([a, b])',
  },
  inputs: { a: { axes: '...' }, b: { axes: '...' } },
  outputs: { y: { axes: '...' } },
  params: {},
  examples: [
    { inputs: { a: [2, 3, 4], b: [2, 3, 4] }, outputs: { y: [2, 3, 4] }, parameters: 0 },
    {
      inputs: { a: [1, 2, 3, 2, 2], b: [1, 2, 3, 2, 2] },
      outputs: { y: [1, 2, 3, 2, 2] },
      parameters: 0,
    },
  ],
  build: (builder, { a, b }) => {
    const y = builder.sub([mergeRows(builder, a), mergeRows(builder, b)]);
    return { y: a.shape.length > 4 ? builder.reshape([y], { shape: a.shape }) : y };
  },
});
