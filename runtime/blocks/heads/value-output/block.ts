/** Any numbers as an answer of the network. */
import { choice, defineBlock } from '../../define';
import { rumelhart1986 } from '../../shared/papers';

export default defineBlock({
  id: 'value-output',
  title: 'Value output',
  family: 'heads',
  icon: 'Hash',
  docs: {
    summary:
      'Hands out whatever numbers are led to it: a vector, a map, a similarity. This is what the network answers: it is shown after a run.',
    formula: 'y = x',
    paper: { ...rumelhart1986, where: 'output units' },
    pytorch: 'return x',
    keras: 'keras.Model(inputs, x)',
  },
  inputs: { x: { axes: '...' } },
  outputs: { y: { axes: '...' } },
  params: {
    shown: choice({
      label: 'Shown as',
      doc: 'How the answer is told.',
      default: 'numbers',
      choices: { numbers: 'Numbers', similarity: 'Similarity, from -1 to 1' },
    }),
  },
  examples: [
    { inputs: { x: [2, 8] }, outputs: { y: [2, 8] }, parameters: 0 },
    { params: { shown: 'similarity' }, inputs: { x: [1] }, outputs: { y: [1] }, parameters: 0 },
  ],
  build: (b, { x }, { shown }) => {
    b.output('value', x, 'value', shown === 'similarity' ? 'similarity' : undefined);
    return { y: x };
  },
});
