/** The nonlinearities that blocks offer. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';

/** Id -> words for it. GELU has two forms whose outputs differ: erf (ViT) and tanh (GPT, BERT). */
export const feedForwardActivations = {
  relu: 'ReLU',
  gelu: 'GELU',
  'gelu-tanh': 'GELU (tanh form)',
} as const;

export const activations = {
  ...feedForwardActivations,
  tanh: 'tanh',
  sigmoid: 'Sigmoid',
} as const;

export type Activation = keyof typeof activations;

/** Element by element; the shape stays. */
export function activate(b: BlockBuilder, x: Value, activation: Activation): Value {
  switch (activation) {
    case 'relu':
      return b.relu([x]);
    case 'gelu':
      return b.gelu([x], { approximate: false });
    case 'gelu-tanh':
      return b.gelu([x], { approximate: true });
    case 'tanh':
      return b.tanh([x]);
    case 'sigmoid':
      return b.sigmoid([x]);
  }
}
