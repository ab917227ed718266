/** What the recurrent ops share: their inputs, the order of their steps, and steps that do not count. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { bytesOf } from '../../graph/types';
import { runFused } from '../fused';
import { fail, printShape, sameShape } from '../shapes';
import type { OpBuilder, Value, ValueType } from '../types';

export interface RecurrentAttrs {
  /** From the last token to the first. */
  readonly reverse: boolean;
}

export const recurrentDefaults: RecurrentAttrs = { reverse: false };

export interface Sizes {
  readonly batch: number;
  readonly tokens: number;
  readonly units: number;
}

/** Sizes, from input 0 [B, T, ...] and the recurrent kernel [H, gates * H], which is input 1. */
export function sizesOf(inputs: readonly ValueType[]): Sizes {
  const [batch, tokens] = inputs[0]!.shape;
  return { batch: batch!, tokens: tokens!, units: inputs[1]!.shape[0]! };
}

/**
 * Checks the inputs against their shapes. One more may follow: a mask [B, T] of bool, false where a
 * token only fills up the sequence; such a step leaves the state as it is.
 */
export function expectSequence(
  name: string,
  inputs: readonly ValueType[],
  shapes: (sizes: Sizes) => readonly (readonly number[])[],
): Sizes {
  if (inputs.length < 2 || inputs[0]!.shape.length !== 3 || inputs[1]!.shape.length !== 2) {
    fail(name, 'needs a sequence [batch, tokens, size] and a recurrent kernel [units, size]');
  }
  const sizes = sizesOf(inputs);
  const expected = [...shapes(sizes), [sizes.batch, sizes.tokens]];
  if (inputs.length < expected.length - 1 || inputs.length > expected.length) {
    fail(name, `takes ${expected.length - 1} inputs and a mask, got ${inputs.length}`);
  }
  inputs.forEach(({ shape, dtype }, index) => {
    const wanted = index === expected.length - 1 ? 'bool' : 'float32';
    if (!sameShape(shape, expected[index]!) || dtype !== wanted) {
      const found = `${dtype}${printShape(shape)}`;
      fail(name, `input ${index} must be ${wanted}${printShape(expected[index]!)}, got ${found}`);
    }
  });
  return sizes;
}

/** Multiply-accumulates of `steps` products of a state [B, H] with the recurrent kernel. */
export function recurrentMacs(inputs: readonly ValueType[], steps = inputs[0]!.shape[1]!): number {
  const [units, width] = inputs[1]!.shape;
  return steps * inputs[0]!.shape[0]! * units! * width!;
}

/** `size` numbers from `begin` of each token: [B, T, C] -> [B, T, size]. */
export function part(b: OpBuilder, x: Value, begin: number, size: number): Value {
  const [batch, tokens] = x.shape;
  return b.slice([x], { begin: [0, 0, begin], size: [batch!, tokens!, size] });
}

/** The state before each step: `states` [B, T, C] moved on by one, `first` [B, C] at its start. */
export function statesBefore(b: OpBuilder, states: Value, first: Value, reverse: boolean): Value {
  const [batch, tokens, size] = states.shape as [number, number, number];
  const start = b.reshape([first], { shape: [batch, 1, size] });
  if (tokens === 1) return start;
  const begin = [0, reverse ? 1 : 0, 0];
  const others = b.slice([states], { begin, size: [batch, tokens - 1, size] });
  return b.concat(reverse ? [others, start] : [start, others], { axis: 1 });
}

/** The row of the step that comes first: [B, T, C] -> [B, C]. */
export function firstStep(b: OpBuilder, rows: Value, reverse: boolean): Value {
  const [batch, tokens, size] = rows.shape as [number, number, number];
  const begin = [0, reverse ? tokens - 1 : 0, 0];
  return b.reshape([b.slice([rows], { begin, size: [batch, 1, size] })], { shape: [batch, size] });
}

/** [B, T, C] -> [B * T, C] */
export function flatten(b: OpBuilder, x: Value): Value {
  const [batch, tokens, size] = x.shape as [number, number, number];
  return b.reshape([x], { shape: [batch * tokens, size] });
}

/** `x` [B, T, H] times the recurrent kernel [H, G], for all tokens at once: [B, T, G]. */
export function projectStates(b: OpBuilder, x: Value, kernel: Value): Value {
  const [batch, tokens] = x.shape as [number, number];
  const product = b.matmul([flatten(b, x), kernel]);
  return b.reshape([product], { shape: [batch, tokens, kernel.shape[1]!] });
}

/** `on` is 1 where a step counts and 0 where it does not, `off` the other way; [B, T, 1] each. */
export interface Kept {
  readonly on: tfjs.Tensor;
  readonly off: tfjs.Tensor;
}

export function keptSteps(tf: typeof tfjs, mask: tfjs.Tensor | undefined): Kept | null {
  if (!mask) return null;
  const on = tf.cast(tf.reshape(mask, [...mask.shape, 1]), 'float32');
  return { on, off: tf.sub(1, on) };
}

/** Runs all steps as kernels of ours, where the backend has them; the mask, input `maskAt`, as numbers. */
export function runFusedSteps(
  tf: typeof tfjs,
  name: string,
  inputs: readonly tfjs.Tensor[],
  maskAt: number,
  attrs: Readonly<Record<string, unknown>>,
): tfjs.Tensor | null {
  const mask = inputs[maskAt];
  if (!mask || !tf.getKernel(name, tf.getBackend())) return runFused(tf, name, inputs, attrs);
  const numbers = tf.cast(mask, 'float32');
  const result = runFused(tf, name, inputs.with(maskAt, numbers), attrs);
  numbers.dispose();
  return result;
}

/** Token `t` of a sequence: [B, T, C] -> [B, C]. */
export function tokenAt(tf: typeof tfjs, x: tfjs.Tensor, t: number): tfjs.Tensor2D {
  const [batch, , size] = x.shape as [number, number, number];
  return tf.reshape(tf.slice(x, [0, t, 0], [batch, 1, size]), [batch, size]);
}

/** `count` columns from `begin` along the last axis. */
export function columns(
  tf: typeof tfjs,
  x: tfjs.Tensor,
  begin: number,
  count: number,
): tfjs.Tensor2D {
  const start = x.shape.map((_size, axis) => (axis === x.shape.length - 1 ? begin : 0));
  const size = [...x.shape.slice(0, -1), count];
  return tf.slice(x, start, size) as tfjs.Tensor2D;
}

/**
 * Bytes that `runSteps` holds beside its output: the rows before they are joined, or, of a short
 * sequence, what one step works in, `values` of the size of a state.
 */
export function stepsWorkspace(
  inputs: readonly ValueType[],
  output: ValueType,
  values: number,
  mask: ValueType | undefined,
): number {
  return Math.max(bytesOf(output), values * stateBytes(inputs)) + maskWorkspace(mask);
}

/** Bytes that `runFusedSteps` holds beside its output: the mask as numbers. */
export function fusedWorkspace(mask: ValueType | undefined): number {
  return mask ? bytesOf(mask) : 0;
}

/** Bytes of a state [B, H]. */
export function stateBytes(inputs: readonly ValueType[]): number {
  const { batch, units } = sizesOf(inputs);
  return bytesOf({ shape: [batch, units], dtype: 'float32' });
}

/** Bytes of what a mask is turned into. */
export function maskWorkspace(mask: ValueType | undefined): number {
  return mask ? 3 * bytesOf(mask) : 0;
}

/**
 * Runs `step` for each token, handing it the row [B, C] of the step before (null at first), and
 * joins the rows: [B, T, C]. What a step made on the way is disposed of after it.
 */
export function runSteps(
  tf: typeof tfjs,
  tokens: number,
  reverse: boolean,
  step: (t: number, before: tfjs.Tensor2D | null) => tfjs.Tensor2D,
): tfjs.Tensor {
  const rows: tfjs.Tensor2D[] = new Array(tokens);
  let before: tfjs.Tensor2D | null = null;
  for (let i = 0; i < tokens; i++) {
    const t = reverse ? tokens - 1 - i : i;
    const row: tfjs.Tensor2D = tf.tidy(() => step(t, before));
    rows[t] = row;
    before = row;
  }
  return tf.tidy(() => {
    const [batch, size] = rows[0]!.shape;
    const joined = tf.concat(
      rows.map((row) => tf.reshape(row, [batch, 1, size])),
      1,
    );
    return tokens === 1 ? tf.clone(joined) : joined;
  });
}

/**
 * One step of a state that masks may hold: `fresh` where it counts, else `held`; both [B, C].
 */
export function keepOrHold(
  tf: typeof tfjs,
  kept: Kept | null,
  t: number,
  fresh: tfjs.Tensor2D,
  held: () => tfjs.Tensor2D,
): tfjs.Tensor2D {
  if (!kept) return fresh;
  return tf.add(
    tf.mul(fresh, tokenAt(tf, kept.on, t)),
    tf.mul(held(), tokenAt(tf, kept.off, t)),
  ) as tfjs.Tensor2D;
}
