/** Some places of one axis. */
import { defineBlock, int } from '../../define';
import { aroundAxis, axisParam, checkAxis } from '../../shared/axes';
import { setParamFixes } from '../../shared/divisors';
import { harris2020 } from '../../shared/papers';

export default defineBlock({
  id: 'slice',
  title: 'Slice',
  family: 'linear',
  icon: 'Scissors',
  docs: {
    summary:
      'Takes some neighbouring places of one axis and drops the others: the first tokens, a strip of a picture, half of the channels.',
    formula: String.raw`y_{\dots, i, \dots} = x_{\dots, s + i, \dots}, \quad 0 \le i < n`,
    paper: { ...harris2020, where: 'section "NumPy arrays", figure 1' },
    pytorch: 'x.narrow(axis, start, count)',
    keras: 'x[:, start:start + count]',
  },
  inputs: { x: { axes: 'batch ...' } },
  outputs: { y: { axes: 'batch ...' } },
  params: {
    axis: axisParam,
    start: int({
      label: 'Start',
      doc: 'First place that is taken, counted from 0.',
      default: 0,
      min: 0,
      max: 65535,
      symbol: 's',
    }),
    count: int({
      label: 'Count',
      doc: 'How many places. 0: all from the start on.',
      default: 0,
      min: 0,
      max: 65536,
      symbol: 'n',
    }),
  },
  examples: [
    {
      params: { start: 1, count: 2 },
      inputs: { x: [2, 5, 4] },
      outputs: { y: [2, 2, 4] },
      parameters: 0,
    },
    {
      params: { axis: 3, start: 2 },
      inputs: { x: [2, 3, 4, 5] },
      outputs: { y: [2, 3, 4, 3] },
      parameters: 0,
    },
    {
      params: { axis: 1, count: 1 },
      inputs: { x: [1, 3, 2, 2, 4] },
      outputs: { y: [1, 1, 2, 2, 4] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { axis, start, count }) => {
    checkAxis(b, x, axis);
    const size = x.shape[axis];
    const taken = count === 0 ? size - start : count;
    if (taken < 1 || start + taken > size) {
      const isLate = start >= size;
      const last = start + Math.max(taken, 1) - 1;
      const places = last > start ? `${start} to ${last} are` : `${start} is`;
      b.fail('shape/size', `Axis ${axis} has ${size} places: ${places} not among them.`, {
        param: isLate ? 'start' : 'count',
        hint: 'Places are counted from 0.',
        short: `${start} + ${Math.max(taken, 1)} of ${size}`,
        fixes: isLate
          ? setParamFixes('start', 'start', [0])
          : setParamFixes('count', 'count', [size - start]),
      });
    }
    const around = aroundAxis(b, x, axis);
    const [before, , behind] = around.shape;
    const cut = b.slice([around], { begin: [0, start, 0], size: [before, taken, behind] });
    return { y: b.reshape([cut], { shape: x.shape.with(axis, taken) }) };
  },
  outputAxes: ({ x }) => ({ y: x }),
});
