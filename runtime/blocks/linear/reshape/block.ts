/** The same numbers in the same order, cut into other axes. */
import { defineBlock, int } from '../../define';
import { harris2020 } from '../../shared/papers';
import { reshapeSizes } from './reshapeSizes';

const size = (place: string, value: number) =>
  int({
    label: `Size of the ${place} axis`,
    doc: '0: there is no such axis. -1: what is left.',
    default: value,
    min: -1,
    max: 1_048_576,
  });

/** What axes are called by how many there are behind the batch. */
const names: readonly (readonly string[])[] = [
  [],
  ['features'],
  ['tokens', 'features'],
  ['height', 'width', 'channels'],
  ['depth', 'height', 'width', 'channels'],
];

export default defineBlock({
  id: 'reshape',
  title: 'Reshape',
  family: 'linear',
  icon: 'Proportions',
  docs: {
    summary:
      'Cuts the numbers of each example into other axes, in the order in which they lie. No number changes, and none moves.',
    formula: String.raw`\mathbb{R}^{B \times n_1 \times \dots} \to \mathbb{R}^{B \times m_1 \times \dots}, \quad \prod_i n_i = \prod_i m_i`,
    paper: { ...harris2020, where: 'section "NumPy arrays", figure 1' },
    pytorch: 'x.reshape(batch, first, second)',
    keras: 'keras.layers.Reshape((first, second))',
  },
  inputs: { x: { axes: 'batch ...' } },
  outputs: { y: { axes: 'batch ...' } },
  params: {
    first: size('first', -1),
    second: size('second', 0),
    third: size('third', 0),
    fourth: size('fourth', 0),
  },
  examples: [
    { inputs: { x: [2, 3, 4] }, outputs: { y: [2, 12] }, parameters: 0 },
    {
      params: { first: 2, second: -1, third: 3 },
      inputs: { x: [2, 4, 9] },
      outputs: { y: [2, 2, 6, 3] },
      parameters: 0,
    },
    {
      params: { first: 2, second: 2, third: 2, fourth: -1 },
      inputs: { x: [3, 8, 2] },
      outputs: { y: [3, 2, 2, 2, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x }, params) => ({
    y: b.reshape([x], { shape: [x.shape[0], ...reshapeSizes(b, x, params)] }),
  }),
  outputAxes: (_inputs, { first, second, third, fourth }) => {
    const count = [first, second, third, fourth].filter((each) => each !== 0).length;
    return { y: ['batch', ...names[count]] };
  },
});
