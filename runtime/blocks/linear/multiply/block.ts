/** Number times number: a gate. Dauphin et al. 2017, equation 1. */
import { defineBlock } from '../../define';
import { mergeRows } from '../../shared/rows';

export default defineBlock({
  id: 'multiply',
  title: 'Multiply',
  family: 'linear',
  icon: 'Asterisk',
  docs: {
    summary:
      'Multiplies two inputs of one shape number by number: a gate between 0 and 1 lets as much of the other through.',
    formula: String.raw`y = a \odot b`,
    paper: {
      authors: 'Dauphin, Fan, Auli, Grangier',
      year: 2017,
      title: 'Language Modeling with Gated Convolutional Networks',
      url: 'https://arxiv.org/abs/1612.08083',
      where: 'section 2, equation 1',
    },
    pytorch: 'a * b',
    keras: 'keras.layers.Multiply()([a, b])',
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
    const y = builder.mul([mergeRows(builder, a), mergeRows(builder, b)]);
    return { y: a.shape.length > 4 ? builder.reshape([y], { shape: a.shape }) : y };
  },
});
