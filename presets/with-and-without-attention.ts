/** The classroom experiment: flattening against attention, on the same pictures and seeds. */
import { preset as attention } from './cnn-attention-cifar10';
import { preset as dense } from './cnn-cifar10';
import type { Preset } from './types';

const { document } = dense;
const { nodes, edges, hyperparameters, definitions } = attention.document;

export const preset: Preset = {
  id: 'with-and-without-attention',
  title: 'With and without attention',
  group: 'both',
  small: true,
  compares: true,
  paper: 'Vaswani et al., Attention Is All You Need',
  year: 2017,
  note: 'A convolutional network that flattens its features into one wide layer, beside the same network with one head of attention and a fifth of the parameters. Which one tells photographs apart better, trained alike?',
  expected: dense.expected,
  document: {
    ...document,
    title: 'With and without attention',
    variants: [{ id: 'v1', title: 'With attention', nodes, edges, hyperparameters, definitions }],
    comparison: { seeds: 3, base: 'Without attention' },
  },
};
