/** Matrix product of the last two axes; 2-D by 2-D, or rank 3-4 with equal leading sizes. */

import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { fail, printShape, sameShape, takeInputs } from '../shapes';
import type { Op, ValueType } from '../types';

export interface MatmulAttrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** False for products that papers leave out of their MACs: position tables, resampling. */
  readonly counted: boolean;
}

const defaults: MatmulAttrs = { transposeA: false, transposeB: false, counted: true };

/** Multiply-accumulates: batch * M * N * K. */
function countMacs(inputs: readonly ValueType[], output: ValueType, attrs: MatmulAttrs): number {
  const a = inputs[0]!.shape;
  return sizeOf(output.shape) * a[a.length - (attrs.transposeA ? 2 : 1)]!;
}

export const matmul: Op<MatmulAttrs> = defineOpWith(defaults, {
  name: 'matmul',
  infer(inputs, { transposeA, transposeB }) {
    const [a, b] = takeInputs('matmul', inputs, 2, ['float32', 'float32']);
    const rank = a.shape.length;
    const batch = a.shape.slice(0, -2);
    // A batch of one side only would be broadcast, for which backends have no sound kernel.
    if (rank < 2 || rank > 4 || !sameShape(batch, b.shape.slice(0, -2))) {
      fail('matmul', `cannot multiply ${printShape(a.shape)} by ${printShape(b.shape)}`);
    }
    const rows = a.shape[rank - (transposeA ? 1 : 2)]!;
    const inner = a.shape[rank - (transposeA ? 2 : 1)]!;
    const innerB = b.shape[rank - (transposeB ? 1 : 2)]!;
    const columns = b.shape[rank - (transposeB ? 2 : 1)]!;
    if (inner !== innerB) {
      fail(
        'matmul',
        `inner sizes ${inner} of ${printShape(a.shape)} and ${innerB} of ${printShape(b.shape)} differ`,
      );
    }
    return { shape: [...batch, rows, columns], dtype: 'float32' };
  },
  flops: (inputs, output, attrs) => 2 * countMacs(inputs, output, attrs),
  macs: (inputs, output, attrs) => (attrs.counted ? countMacs(inputs, output, attrs) : 0),
  gradient(b, { inputs, grad, attrs, needs }) {
    const [x, y] = inputs;
    const { transposeA, transposeB, counted } = attrs;
    // C = op(A) op(B): d op(A) = G op(B)^T and d op(B) = op(A)^T G, each transposed back.
    const gradA = transposeA
      ? () => b.matmul([y!, grad], { transposeA: transposeB, transposeB: true, counted })
      : () => b.matmul([grad, y!], { transposeA: false, transposeB: !transposeB, counted });
    const gradB = transposeB
      ? () => b.matmul([grad, x!], { transposeA: true, transposeB: transposeA, counted })
      : () => b.matmul([x!, grad], { transposeA: !transposeA, transposeB: false, counted });
    return [needs[0] ? gradA() : null, needs[1] ? gradB() : null];
  },
  run: (tf, [a, b], { transposeA, transposeB }) => tf.matMul(a!, b!, transposeA, transposeB),
});
