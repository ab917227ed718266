/** Features side by side. Huang et al. 2017 (DenseNet), equation 2. */
import { defineBlock } from '../../define';

const more = (name: string) => ({ axes: `batch ... ${name}_features`, optional: true }) as const;

export default defineBlock({
  id: 'concat',
  title: 'Concatenate',
  family: 'linear',
  icon: 'Combine',
  docs: {
    summary:
      'Puts the channels or features of two to four inputs side by side, place by place: the skip of a U-Net, or several views of one thing.',
    formula: 'y = [a; b; \\dots]',
    paper: {
      authors: 'Huang, Liu, van der Maaten, Weinberger',
      year: 2017,
      title: 'Densely Connected Convolutional Networks',
      url: 'https://arxiv.org/abs/1608.06993',
      where: 'section 3, equation 2',
    },
    pytorch: 'torch.cat([a, b], dim=1)  # channels first there',
    keras: 'keras.layers.Concatenate()([a, b])',
  },
  inputs: {
    a: { axes: 'batch ... a_features' },
    b: { axes: 'batch ... b_features' },
    c: more('c'),
    d: more('d'),
  },
  outputs: { y: { axes: 'batch ... features' } },
  params: {},
  examples: [
    { inputs: { a: [2, 3, 4, 5], b: [2, 3, 4, 2] }, outputs: { y: [2, 3, 4, 7] }, parameters: 0 },
    {
      inputs: { a: [2, 1], b: [2, 2], c: [2, 3], d: [2, 4] },
      outputs: { y: [2, 10] },
      parameters: 0,
    },
    {
      inputs: { a: [1, 2, 3, 2, 1], b: [1, 2, 3, 2, 2] },
      outputs: { y: [1, 2, 3, 2, 3] },
      parameters: 0,
    },
  ],
  build: (builder, { a, b, c, d }) => {
    const parts = [a, b, c, d].filter((part) => part !== undefined);
    return { y: builder.concat(parts, { axis: a.shape.length - 1 }) };
  },
  outputAxes: ({ a }) => ({ y: a }),
});
