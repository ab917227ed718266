/** The affine map over the last axis, y = x W + b: every projection of a Transformer. */
import type { Initializer } from '../../ops/program';
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';

export interface LinearOptions {
  readonly bias: boolean;
  /** Of the kernel; Glorot uniform when absent. */
  readonly initializer?: Initializer;
  /** Of the bias; zeros when absent. */
  readonly biasInitializer?: Initializer;
}

/**
 * `x` [..., in] -> [..., units], with weights `<name>/kernel` [in, units] and `<name>/bias` [units].
 * Runs as one 2-D product: a batched one with a shared kernel has no gradient on some backends.
 */
export function linear(
  b: BlockBuilder,
  x: Value,
  name: string,
  units: number,
  { bias, initializer, biasInitializer = { kind: 'zeros' } }: LinearOptions,
): Value {
  const width = x.shape[x.shape.length - 1];
  const kernel = b.weight(
    weightName(name, 'kernel'),
    [width, units],
    initializer ?? { kind: 'glorotUniform', fanIn: width, fanOut: units },
  );
  return affine(
    b,
    x,
    kernel,
    bias ? b.weight(weightName(name, 'bias'), [units], biasInitializer) : null,
  );
}

/** `x` [..., in], `kernel` [in, out] (or [out, in] with `transpose`), `bias` [out] -> [..., out]. */
export function affine(
  b: BlockBuilder,
  x: Value,
  kernel: Value,
  bias: Value | null,
  transpose = false,
): Value {
  const outer = x.shape.slice(0, -1);
  const width = x.shape[x.shape.length - 1];
  const rows = outer.reduce((product, n) => product * n, 1);
  const units = kernel.shape[transpose ? 0 : 1];
  const flat = x.shape.length === 2 ? x : b.reshape([x], { shape: [rows, width] });
  const product = b.matmul([flat, kernel], { transposeB: transpose });
  const y = bias ? b.add([product, bias]) : product;
  return x.shape.length === 2 ? y : b.reshape([y], { shape: [...outer, units] });
}

function weightName(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}/${name}`;
}
