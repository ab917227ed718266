/** One number at every place: ones to add, zeros to start from. */
import { defineBlock, float } from '../../define';
import { rumelhart1986 } from '../../shared/papers';
import { shapeOf, sizeParams } from '../../shared/sizes';

export default defineBlock({
  id: 'constant',
  title: 'Constant',
  family: 'inputs',
  icon: 'Pin',
  advanced: true,
  docs: {
    summary:
      'The same number at every place of a value of a given size. It is not learned: zeros for the first state of a recurrent network, or a number to multiply by.',
    formula: 'y = c',
    paper: { ...rumelhart1986, where: 'bias as a unit that is always on' },
    pytorch: 'torch.full((batch, first, second), value)',
    keras: 'keras.ops.full((batch, first, second), value)',
  },
  inputs: {},
  outputs: { y: { axes: 'batch ...' } },
  params: {
    value: float({ label: 'Value', default: 0, min: -1e9, max: 1e9, symbol: 'c' }),
    ...sizeParams,
  },
  examples: [
    { inputs: {}, outputs: { y: [1, 8, 16] }, parameters: 0 },
    {
      params: { value: -2.5, first: 3, second: 0, third: 0 },
      inputs: {},
      outputs: { y: [1, 3] },
      parameters: 0,
    },
    {
      params: { value: 1, first: 2, second: 3, third: 4 },
      inputs: {},
      outputs: { y: [1, 2, 3, 4] },
      parameters: 0,
    },
  ],
  build: (b, _inputs, { value, ...sizes }) => ({
    y: b.broadcastTo([b.scalar(value)], { shape: shapeOf(b.batch, sizes) }),
  }),
});
