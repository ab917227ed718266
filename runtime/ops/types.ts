/** What an op is: maths with a shape rule, a cost, a gradient rule and a way to run. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { DType, ValueType } from '../graph/types';
import type { OpTable } from './table';

export type AttrValue = number | string | boolean | readonly number[];
export type Attrs = Readonly<Record<string, AttrValue>>;
export type NoAttrs = Readonly<Record<never, never>>;

/** A value of a program under construction. */
export interface Value extends ValueType {
  readonly id: number;
}

/** Given to `run`. */
export interface RunContext {
  /** Training step, from 0; with `seed` it fixes every random number. */
  readonly step: number;
  readonly seed: number;
}

export interface GradientArgs<A> {
  readonly inputs: readonly Value[];
  readonly output: Value;
  /** Gradient of the loss with respect to the output; same shape as it. */
  readonly grad: Value;
  readonly attrs: A;
  /** Which inputs need a gradient; the others may be answered with null. */
  readonly needs: readonly boolean[];
}

/**
 * One tensor op with one output. Gradient rules are written in ops and use forward kernels only,
 * so that one table works on every backend. No op names a weight, a block or the canvas.
 */
export interface Op<A = NoAttrs> {
  readonly name: string;
  readonly defaults: A;
  /** Shape rule. Throws `OpError` for inputs it cannot take. */
  infer(inputs: readonly ValueType[], attrs: A): ValueType;
  /** Floating-point operations, a multiply-accumulate counted as 2. */
  flops(inputs: readonly ValueType[], output: ValueType, attrs: A): number;
  /** Multiply-accumulates of convolutions, linear layers and attention products, as papers count. */
  macs?(inputs: readonly ValueType[], output: ValueType, attrs: A): number;
  /** Gradient with respect to each input, as ops; absent where the op has none. */
  gradient?(b: OpBuilder, args: GradientArgs<A>): readonly (Value | null)[];
  /** Runs on tfjs kernels; returns a new tensor, disposes of what it made on the way, never of inputs. */
  run(tf: typeof tfjs, inputs: tfjs.Tensor[], attrs: A, context: RunContext): tfjs.Tensor;
  /** Kernel dispatches of one run; 0 for a change of view. Default 1. */
  dispatches?(inputs: readonly ValueType[], attrs: A): number;
  /**
   * Most bytes of tensors that a run holds beside its inputs and its output; `fused` where the
   * backend has the kernels of `runFused` (WebGPU and WebAssembly). Default 0.
   */
  workspace?(inputs: readonly ValueType[], output: ValueType, attrs: A, fused: boolean): number;
  /** True for ops that differ from call to call (random): never merged by common subexpressions. */
  readonly impure?: boolean;
}

/** Shape mistakes at the level of ops: a bug of a block, or sizes that a block did not check. */
export class OpError extends Error {
  override name = 'OpError';
}

/** One method an op: `b.matmul([x, w], { transposeB: true })`. */
export type OpBuilder = {
  readonly [K in keyof OpTable]: OpTable[K] extends Op<infer A>
    ? (inputs: readonly Value[], attrs?: Partial<A>) => Value
    : never;
} & {
  /** A value known when the graph is compiled; `key` names its content for merging equal ones. */
  constant(key: string, type: ValueType, data: () => Float32Array | Int32Array): Value;
  /** A scalar constant of float32. */
  scalar(value: number): Value;
};

export type { DType, ValueType };
