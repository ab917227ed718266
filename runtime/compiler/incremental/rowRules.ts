/**
 * What one place of an op's result is made of, op by op: the same place of an input, or all of it. An
 * op without a rule, or one whose rule answers null, mixes places.
 */
import type { Instruction } from '../../ops/program';
import type { OpTable } from '../../ops/table';
import type { ValueType } from '../../ops/types';
import { reshapeTime, type TimeAxis } from './timeAxis';

/** What is needed of an input: its place along a time axis, or the whole of it. */
export type Need = TimeAxis | 'whole';

export interface RowArgs {
  /** Of the result. */
  readonly time: TimeAxis;
  readonly places: number;
  readonly inputs: readonly ValueType[];
  readonly output: ValueType;
  readonly attrs: Instruction['attrs'];
}

export interface RowRule {
  /** One an input. */
  needs(args: RowArgs): readonly Need[] | null;
  /** The attributes of the op that computes a place, where they tell sizes. */
  attrs?(attrs: Instruction['attrs'], row: readonly number[]): Instruction['attrs'];
}

/** Inputs are broadcast as numpy does: one that is repeated along the time axis is needed whole. */
const elementwise: RowRule = {
  needs: ({ time, inputs, output }) =>
    inputs.map(({ shape }) => {
      const axis = time.axis - output.shape.length + shape.length;
      return axis < 0 || shape[axis] === 1 ? 'whole' : { ...time, axis };
    }),
};

/** Works along the last axis. */
const rowwise: RowRule = {
  needs: ({ time, output }) => (time.axis === output.shape.length - 1 ? null : [time]),
};

const reduction: RowRule = {
  needs({ time, inputs: [x], attrs }) {
    const { axes, keepDims } = attrs as { axes: readonly number[]; keepDims: boolean };
    if (keepDims) return [time];
    const kept = x!.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    return [{ ...time, axis: kept[time.axis]! }];
  },
};

const matmul: RowRule = {
  needs({ time, output, attrs }) {
    const last = output.shape.length - 1;
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    if (time.axis < last - 1) return [time, time];
    return time.axis === last
      ? ['whole', { ...time, axis: transposeB ? last - 1 : last }]
      : [{ ...time, axis: transposeA ? last : last - 1 }, 'whole'];
  },
};

const reshape: RowRule = {
  needs({ time, inputs: [x], output, places }) {
    const before = reshapeTime(output.shape, time, x!.shape, places);
    return before && [before];
  },
  attrs: (_attrs, row) => ({ shape: row }),
};

const transpose: RowRule = {
  needs: ({ time, attrs }) => [
    { ...time, axis: (attrs as { perm: readonly number[] }).perm[time.axis]! },
  ],
};

const concat: RowRule = {
  needs: ({ time, inputs, attrs }) =>
    time.axis === attrs.axis && inputs.length > 1 ? null : inputs.map(() => time),
};

const slice: RowRule = {
  needs: ({ time, inputs: [x], output }) =>
    x!.shape[time.axis] === output.shape[time.axis] ? [time] : null,
  attrs: (attrs, row) => ({ ...attrs, size: row }),
};

const broadcastTo: RowRule = {
  needs: elementwise.needs,
  attrs: (_attrs, row) => ({ shape: row }),
};

/** A table and ids: a row of the table for each. */
const gather: RowRule = {
  needs: ({ time, inputs: [, ids] }) => (time.axis < ids!.shape.length ? ['whole', time] : null),
};

export const rowRules: Readonly<Partial<Record<string, RowRule>>> = {
  add: elementwise,
  sub: elementwise,
  mul: elementwise,
  div: elementwise,
  maximum: elementwise,
  minimum: elementwise,
  neg: elementwise,
  exp: elementwise,
  log: elementwise,
  sqrt: elementwise,
  rsqrt: elementwise,
  square: elementwise,
  tanh: elementwise,
  sigmoid: elementwise,
  sin: elementwise,
  cos: elementwise,
  abs: elementwise,
  floor: elementwise,
  relu: elementwise,
  gelu: elementwise,
  scale: elementwise,
  shift: elementwise,
  cast: elementwise,
  equal: elementwise,
  greater: elementwise,
  greaterEqual: elementwise,
  logicalAnd: elementwise,
  logicalNot: elementwise,
  where: elementwise,
  stopGradient: elementwise,
  matmul,
  reshape,
  transpose,
  concat,
  slice,
  pad: { needs: slice.needs },
  broadcastTo,
  sum: reduction,
  mean: reduction,
  max: reduction,
  min: reduction,
  softmax: rowwise,
  logSoftmax: rowwise,
  normalize: rowwise,
  argMax: { needs: ({ time }) => [time] },
  oneHot: rowwise,
  gather,
} satisfies Partial<Record<keyof OpTable, RowRule>>;
