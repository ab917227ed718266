/** The nonlinearities that blocks offer. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { inRows } from './rows';

/** Id -> words for it. GELU has two forms whose outputs differ: erf (ViT) and tanh (GPT, BERT). */
export const feedForwardActivations = {
  relu: 'ReLU',
  gelu: 'GELU',
  'gelu-tanh': 'GELU (tanh form)',
} as const;

export const activations = {
  ...feedForwardActivations,
  silu: 'SiLU (Swish)',
  tanh: 'tanh',
  sigmoid: 'Sigmoid',
  'leaky-relu': 'Leaky ReLU, slope 0.01',
  elu: 'ELU',
  softplus: 'Softplus',
  hardswish: 'Hardswish',
} as const;

export type Activation = keyof typeof activations;

const curves: Readonly<Record<Activation, (b: BlockBuilder, x: Value) => Value>> = {
  relu: (b, x) => b.relu([x]),
  gelu: (b, x) => b.gelu([x], { approximate: false }),
  'gelu-tanh': (b, x) => b.gelu([x], { approximate: true }),
  silu: (b, x) => b.mul([x, b.sigmoid([x])]),
  tanh: (b, x) => b.tanh([x]),
  sigmoid: (b, x) => b.sigmoid([x]),
  'leaky-relu': (b, x) => b.maximum([b.scale([x], { factor: 0.01 }), x]),
  // e^x of the negative part alone: it cannot overflow.
  elu: (b, x) =>
    b.add([b.relu([x]), b.shift([b.exp([b.minimum([x, b.scalar(0)])])], { amount: -1 })]),
  softplus,
  // x min(max(x + 3, 0), 6) / 6
  hardswish: (b, x) => {
    const gate = b.minimum([b.relu([b.shift([x], { amount: 3 })]), b.scalar(6)]);
    return b.mul([x, b.scale([gate], { factor: 1 / 6 })]);
  },
};

/** Element by element; the shape stays. */
export function activate(b: BlockBuilder, x: Value, activation: Activation): Value {
  return inRows(b, x, (rows) => curves[activation](b, rows));
}

/** Above this, ln(1 + e^x) is x in float32, and e^x would overflow later on. */
const LINEAR_FROM = 20;

/** ln(1 + e^x), as PyTorch computes it. */
function softplus(b: BlockBuilder, x: Value): Value {
  const bent = b.minimum([x, b.scalar(LINEAR_FROM)]);
  const rest = b.relu([b.shift([x], { amount: -LINEAR_FROM })]);
  return b.add([b.log([b.shift([b.exp([bent])], { amount: 1 })]), rest]);
}
