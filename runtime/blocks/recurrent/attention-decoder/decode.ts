/** The steps of the attention decoder, one after the other. Bahdanau et al. 2015, appendix A. */
import type { Value } from '../../../ops/types';
import { affine, linear } from '../../shared/linear';
import { cellWeights, zeros } from '../../shared/recurrent';
import type { BlockBuilder } from '../../types';

/** More would make a program of many thousand steps. */
export const MOST_TOKENS = 128;

/** Far below any score, and still finite: a row that may look nowhere stays a number. */
const MASKED = -1e9;

export interface DecoderInputs {
  /** [B, T, F] */
  readonly x: Value;
  /** [B, S, M] */
  readonly memory: Value;
  /** [B, H] */
  readonly initial_state?: Value;
  readonly initial_cell?: Value;
  /** [B|1, T|1, S|1] */
  readonly mask?: Value;
}

export interface DecoderOptions {
  readonly units: number;
  readonly attention_units: number;
  readonly cell: 'gru' | 'lstm';
  readonly gated: boolean;
  readonly bias: boolean;
  readonly attention_bias: boolean;
}

/** The state of the cell; `c` of an LSTM alone. */
interface State {
  readonly h: Value;
  readonly c: Value | null;
}

export function decode(b: BlockBuilder, inputs: DecoderInputs, options: DecoderOptions) {
  const { x, memory, initial_state, initial_cell, mask } = inputs;
  const { units, cell } = options;
  const [batch, tokens, features] = x.shape;
  const width = memory.shape[2];
  const attend = makeAttention(
    b,
    memory,
    mask ? b.where([mask, b.scalar(0), b.scalar(MASKED)]) : null,
    options,
  );
  const step = makeCell(b, x, features, width, options);
  const start = () => zeros(b, [batch, units]);
  let state: State = {
    h: initial_state ?? start(),
    c: cell === 'lstm' ? (initial_cell ?? start()) : null,
  };
  const shown: Value[] = [];
  const contexts: Value[] = [];
  const weights: Value[] = [];
  for (let t = 0; t < tokens; t++) {
    const { context, weight } = attend(state.h, t); // [B, M], [B, 1, S]
    state = step(context, state, t);
    shown.push(b.reshape([state.h], { shape: [batch, 1, units] }));
    contexts.push(b.reshape([context], { shape: [batch, 1, width] }));
    weights.push(weight);
  }
  const joined = (values: readonly Value[]) =>
    tokens === 1 ? values[0] : b.concat(values, { axis: 1 });
  return { y: joined(shown), contexts: joined(contexts), weights: joined(weights), last: state.h };
}

/** Additive attention; what it needs of the source is computed once. */
function makeAttention(
  b: BlockBuilder,
  memory: Value,
  bias: Value | null,
  { units, attention_units, gated, bias: gateBias, attention_bias }: DecoderOptions,
): (h: Value, t: number) => { context: Value; weight: Value } {
  const [batch, source, width] = memory.shape;
  const size = attention_units === 0 ? units : attention_units;
  const maps = { bias: attention_bias };
  const keys = linear(b, memory, 'attention/key', size, maps); // [B, S, A]
  return (h, t) => {
    const query = b.reshape([linear(b, h, 'attention/query', size, maps)], {
      shape: [batch, 1, size],
    });
    const scores = linear(b, b.tanh([b.add([keys, query])]), 'attention/score', 1, maps);
    const row = b.reshape([scores], { shape: [batch, 1, source] });
    const weight = b.softmax([bias ? b.add([row, biasAt(b, bias, t)]) : row]);
    const mixed = b.reshape([b.matmul([weight, memory])], { shape: [batch, width] });
    if (!gated) return { context: mixed, weight };
    const gate = b.sigmoid([linear(b, h, 'gate', width, { bias: gateBias })]);
    return { context: b.mul([gate, mixed]), weight };
  };
}

/** What is added to the scores of token `t`: [B|1, T|1, S|1] -> [B|1, 1, S|1]. */
function biasAt(b: BlockBuilder, bias: Value, t: number): Value {
  const [batch, tokens, source] = bias.shape;
  if (tokens === 1) return bias;
  return b.slice([bias], { begin: [0, t, 0], size: [batch, 1, source] });
}

/** The cell; what all tokens give to its gates is computed at once. */
function makeCell(
  b: BlockBuilder,
  x: Value,
  features: number,
  width: number,
  { units, cell, bias }: DecoderOptions,
): (context: Value, state: State, t: number) => State {
  const [batch] = x.shape;
  const gates = cell === 'lstm' ? 4 : 3;
  const { kernel, recurrent, biases } = cellWeights(b, 'cell', features + width, {
    units,
    gates,
    bias,
  });
  const size = gates * units;
  const ofTokens = b.slice([kernel], { begin: [0, 0], size: [features, size] });
  const ofContext = b.slice([kernel], { begin: [features, 0], size: [width, size] });
  const outside = biases && cell === 'lstm' ? b.add([biases[0], biases[1]]) : (biases?.[0] ?? null);
  const given = affine(b, x, ofTokens, outside); // [B, T, gates * H]
  const inside = biases?.[1] ?? zeros(b, [size]);
  return (context, { h, c }, t) => {
    const token = b.slice([given], { begin: [0, t, 0], size: [batch, 1, size] });
    const read = b.reshape([b.matmul([context, ofContext])], { shape: [batch, 1, size] });
    const gated = b.add([token, read]);
    const states = c
      ? b.lstm([gated, recurrent, h, c]) // [B, 1, 2H]
      : b.gru([gated, recurrent, inside, h]); // [B, 1, H]
    const part = (index: number) => {
      const own = b.slice([states], { begin: [0, 0, index * units], size: [batch, 1, units] });
      return b.reshape([own], { shape: [batch, units] });
    };
    return { h: part(0), c: c ? part(1) : null };
  };
}
