/** Axes in another order. */
import { choice, defineBlock } from '../../define';
import { harris2020 } from '../../shared/papers';

/** Places of the axes behind the batch, in the order in which they come out. */
const orders = {
  'last-first': (n: number) => [n - 1, ...range(n - 1)],
  'first-last': (n: number) => [...range(n).slice(1), 0],
  'swap-first': (n: number) => [1, 0, ...range(n).slice(2)],
  'swap-last': (n: number) => [...range(n - 2), n - 1, n - 2],
  reverse: (n: number) => range(n).reverse(),
};

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

export default defineBlock({
  id: 'permute',
  title: 'Permute',
  family: 'linear',
  icon: 'Replace',
  docs: {
    summary:
      'Puts the axes behind the batch into another order: rows become columns, or channels come first. Numbers move, none changes.',
    formula: String.raw`y_{b, i_{\pi(1)}, \dots, i_{\pi(n)}} = x_{b, i_1, \dots, i_n}`,
    paper: { ...harris2020, where: 'section "NumPy arrays", figure 1' },
    pytorch: 'x.permute(0, 3, 1, 2)',
    keras: 'keras.layers.Permute((3, 1, 2))',
  },
  inputs: { x: { axes: 'batch ...' } },
  outputs: { y: { axes: 'batch ...' } },
  params: {
    order: choice({
      label: 'Order',
      default: 'last-first',
      choices: {
        'last-first': 'Last axis first (channels before rows)',
        'first-last': 'First axis last (channels behind columns)',
        'swap-first': 'Swap the first two (rows and columns)',
        'swap-last': 'Swap the last two (tokens and features)',
        reverse: 'All the other way round',
      },
    }),
  },
  examples: [
    { inputs: { x: [2, 3, 4, 5] }, outputs: { y: [2, 5, 3, 4] }, parameters: 0 },
    {
      params: { order: 'first-last' },
      inputs: { x: [2, 3, 4, 5, 6] },
      outputs: { y: [2, 4, 5, 6, 3] },
      parameters: 0,
    },
    {
      params: { order: 'swap-first' },
      inputs: { x: [1, 3, 4, 5] },
      outputs: { y: [1, 4, 3, 5] },
      parameters: 0,
    },
    {
      params: { order: 'swap-last' },
      inputs: { x: [2, 3, 4] },
      outputs: { y: [2, 4, 3] },
      parameters: 0,
    },
    {
      params: { order: 'reverse' },
      inputs: { x: [1, 2, 3, 4] },
      outputs: { y: [1, 4, 3, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { order }) => {
    const count = x.shape.length - 1;
    if (count < 2) {
      b.fail('shape/rank', 'There is no order: behind the batch lies one axis.', {
        port: 'x',
        hint: 'Permuting needs two axes beside the batch, such as tokens and features.',
        short: x.shape.join(' x '),
      });
    }
    const perm = orders[order](count);
    return { y: b.transpose([x], { perm: [0, ...perm.map((axis) => axis + 1)] }) };
  },
  outputAxes: ({ x }, { order }) => ({
    y: [x[0], ...orders[order](x.length - 1).map((axis) => x[axis + 1])],
  }),
});
