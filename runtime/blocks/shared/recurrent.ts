/** Stacks of recurrent layers, in one or both directions: ports, parameters, weights, wiring. */
import type { PortSpec } from '../../graph/document';
import { sizeOf } from '../../graph/types';
import type { Value } from '../../ops/types';
import { flag, float, int } from '../define';
import type { BlockBuilder } from '../types';
import { dropout } from './dropout';
import { affine } from './linear';

export const recurrentInputs = {
  x: { axes: 'batch tokens features' },
  initial_state: {
    axes: '... batch units',
    label: 'state',
    optional: true,
    doc: 'The first state, zero without a wire: the state of an encoder, or of one layer and direction alone (batch units).',
  },
  mask: {
    axes: 'batch 1 tokens',
    dtype: 'bool',
    label: 'mask',
    optional: true,
    doc: 'From a padding mask. False at padding: such a token leaves the state as it is, and its output is zero.',
  },
} as const satisfies Readonly<Record<string, PortSpec>>;

export const recurrentOutputs = {
  y: {
    axes: 'batch tokens d_model',
    doc: 'The state of the last layer after each token; both directions side by side.',
  },
  last: {
    axes: 'batch d_model',
    doc: 'What the last layer knows at the end, for a head; both directions side by side.',
  },
  state: {
    axes: 'states batch units',
    label: 'state',
    doc: 'The final state of every layer and direction, as the first state of a decoder.',
  },
} as const satisfies Readonly<Record<string, PortSpec>>;

export const recurrentParams = {
  units: int({
    label: 'Units',
    doc: 'Numbers in the state of one direction.',
    default: 64,
    min: 1,
    max: 16384,
    symbol: 'H',
    unit: 'features',
  }),
  layers: int({
    label: 'Layers',
    doc: 'Each layer reads the states of the one below.',
    default: 1,
    min: 1,
    max: 64,
  }),
  bidirectional: flag({
    label: 'Both directions',
    doc: 'A second network reads from the end to the start.',
    default: false,
  }),
  dropout: float({
    label: 'Dropout',
    doc: 'Share dropped in training between two layers.',
    default: 0,
    min: 0,
    max: 0.95,
    symbol: 'P_drop',
  }),
  bias: flag({ label: 'Bias', default: true }),
} as const;

export interface RecurrentOptions {
  readonly units: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly dropout: number;
  readonly bias: boolean;
  /** Times `units`: what the tokens and the state give to the gates. */
  readonly gates: number;
}

/** One layer in one direction. */
export interface Cell {
  /** `layer_0/forward`. */
  readonly name: string;
  readonly x: Value;
  readonly reverse: boolean;
  /** [B, T], or null. */
  readonly mask: Value | null;
  /** Its first states [B, H]. */
  readonly start: readonly Value[];
}

/** What a cell gives: its states after each token [B, T, C] of which the first H columns are shown. */
export type RunCell = (cell: Cell) => Value;

/**
 * Runs all layers. `starts` are the wired first states, one a kind of state (h, and c of an LSTM),
 * with the port to name in messages. `finals` are the last states [states, B, H], in the same order.
 */
export function runLayers(
  b: BlockBuilder,
  x: Value,
  mask: Value | undefined,
  starts: readonly (readonly [port: string, value: Value | undefined])[],
  { units, layers, bidirectional, dropout: rate }: RecurrentOptions,
  run: RunCell,
): { y: Value; last: Value; finals: readonly Value[] } {
  const [batch, tokens] = x.shape;
  const directions = bidirectional ? ['forward', 'backward'] : ['forward'];
  const count = layers * directions.length;
  const first = starts.map(([port, value]) => splitStates(b, port, value, count, batch, units));
  const flatMask = mask ? b.reshape([mask], { shape: [batch, tokens] }) : null;
  const finals: Value[][] = starts.map(() => []);
  let y = x;
  let last: Value = x;
  for (let layer = 0; layer < layers; layer++) {
    const given = layer > 0 ? dropout(b, y, rate, `layer_${layer}`) : y;
    const shown: Value[] = [];
    const ends: Value[] = [];
    for (const [index, direction] of directions.entries()) {
      const reverse = direction === 'backward';
      const name = `layer_${layer}/${direction}`;
      const start = first.map((states) => states[layer * directions.length + index]);
      const states = run({ name, x: given, reverse, mask: flatMask, start });
      const end = atToken(b, states, reverse ? 0 : tokens - 1); // [B, C]
      for (const [kind, list] of finals.entries()) {
        list.push(b.slice([end], { begin: [0, kind * units], size: [batch, units] }));
      }
      ends.push(finals[0][finals[0].length - 1]);
      shown.push(b.slice([states], { begin: [0, 0, 0], size: [batch, tokens, units] }));
    }
    y = joined(b, shown, 2);
    last = joined(b, ends, 1);
  }
  return {
    y: flatMask ? zeroPadding(b, y, flatMask) : y,
    last,
    finals: finals.map((states) => {
      const rows = states.map((state) => b.reshape([state], { shape: [1, batch, units] }));
      return joined(b, rows, 0);
    }),
  };
}

/** `<name>/kernel`, `<name>/recurrent_kernel` and the biases; all U(+-1 / sqrt(H)), as in PyTorch. */
export function cellWeights(
  b: BlockBuilder,
  name: string,
  features: number,
  { units, gates, bias }: Pick<RecurrentOptions, 'units' | 'gates' | 'bias'>,
): { kernel: Value; recurrent: Value; biases: readonly [Value, Value] | null } {
  const width = gates * units;
  const start = { kind: 'uniform', limit: units ** -0.5 } as const;
  return {
    kernel: b.weight(`${name}/kernel`, [features, width], start),
    recurrent: b.weight(`${name}/recurrent_kernel`, [units, width], start),
    biases: bias
      ? [
          b.weight(`${name}/bias`, [width], start),
          b.weight(`${name}/recurrent_bias`, [width], start),
        ]
      : null,
  };
}

/** What all tokens give to the gates, in one product: [B, T, features] -> [B, T, gates * H]. */
export function projectTokens(
  b: BlockBuilder,
  x: Value,
  { kernel, biases }: ReturnType<typeof cellWeights>,
): Value {
  return affine(b, x, kernel, biases ? b.add([biases[0], biases[1]]) : null);
}

export function zeros(b: BlockBuilder, shape: readonly number[]): Value {
  const data = () => new Float32Array(sizeOf(shape));
  return b.constant('zeros', { shape, dtype: 'float32' }, data);
}

/** [states, B, H], or [B, H] where there is one state: a [B, H] for each; zeros without a wire. */
function splitStates(
  b: BlockBuilder,
  port: string,
  value: Value | undefined,
  count: number,
  batch: number,
  units: number,
): readonly Value[] {
  if (!value) return Array.from({ length: count }, () => zeros(b, [batch, units]));
  const { shape } = value;
  const states = shape.length === 2 ? 1 : shape[0];
  if (shape.length > 3 || states !== count || shape[shape.length - 1] !== units) {
    const size = shape[shape.length - 1];
    b.fail(
      'shape/size',
      `The first state is ${states} states of ${size} units; this takes ${count} of ${units}.`,
      {
        port,
        hint: 'There is one state for each layer and direction. Give both networks the same layers, directions and units, or lead "last" through a linear block.',
        short: `${states} states of ${size} meet ${count} of ${units}`,
      },
    );
  }
  const rows = b.reshape([value], { shape: [count, batch, units] });
  return Array.from({ length: count }, (_, index) => {
    const row = b.slice([rows], { begin: [index, 0, 0], size: [1, batch, units] });
    return b.reshape([row], { shape: [batch, units] });
  });
}

function atToken(b: BlockBuilder, x: Value, token: number): Value {
  const [batch, , size] = x.shape;
  const row = b.slice([x], { begin: [0, token, 0], size: [batch, 1, size] });
  return b.reshape([row], { shape: [batch, size] });
}

function joined(b: BlockBuilder, values: readonly Value[], axis: number): Value {
  return values.length === 1 ? values[0] : b.concat(values, { axis });
}

function zeroPadding(b: BlockBuilder, y: Value, mask: Value): Value {
  const counted = b.reshape([b.cast([mask], { dtype: 'float32' })], {
    shape: [...mask.shape, 1],
  });
  return b.mul([y, counted]);
}
