/** The classes and how likely each is: what a classifier answers. Bridle 1990. */
import { choice, defineBlock } from '../../define';
import { bridle1990 } from '../../shared/papers';

export default defineBlock({
  id: 'class-output',
  title: 'Class output',
  family: 'heads',
  icon: 'ChartColumn',
  docs: {
    summary:
      'Turns one score a class into probabilities that sum to 1. This is what the network answers: it is shown after a run.',
    alsoCalled: ['softmax'],
    formula: String.raw`p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}`,
    paper: { ...bridle1990, where: 'section 3' },
    pytorch: 'logits.softmax(-1)',
    keras: 'keras.ops.softmax(logits)',
  },
  inputs: { logits: { axes: 'batch classes', doc: 'One score a class.' } },
  outputs: { probabilities: { axes: 'batch classes' } },
  params: {
    names: choice({
      label: 'Class names',
      doc: 'What the classes are called when shown.',
      default: 'data',
      choices: {
        data: 'Those of the data',
        digits: 'Digits 0 to 9',
        'fashion-mnist': 'Clothes of Fashion-MNIST',
        cifar10: 'Things of CIFAR-10',
        none: 'Numbers',
      },
    }),
  },
  examples: [
    { inputs: { logits: [2, 10] }, outputs: { probabilities: [2, 10] }, parameters: 0 },
    {
      params: { names: 'none' },
      inputs: { logits: [1, 1000] },
      outputs: { probabilities: [1, 1000] },
      parameters: 0,
    },
  ],
  build: (b, { logits }, { names }) => {
    b.output('classes', logits, 'classes', names === 'none' ? undefined : names);
    return { probabilities: b.softmax([logits]) };
  },
});
