/**
 * a x + b y for a scalar value a and a number b (BLAS `axpby`): weight decay, momentum and the step
 * of gradient descent in one pass each. Inputs a, x, y.
 */
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { runFused } from '../fused';
import { expectSameShape, fail, printShape, takeInputs } from '../shapes';
import type { Op } from '../types';

export interface AxpbyAttrs {
  readonly b: number;
}

const defaults: AxpbyAttrs = { b: 1 };

export const axpby: Op<AxpbyAttrs> = defineOpWith(defaults, {
  name: 'axpby',
  infer(inputs) {
    const [a, x, y] = takeInputs('axpby', inputs, 3, ['float32', 'float32', 'float32']);
    if (a.shape.length > 0) fail('axpby', `${printShape(a.shape)} is no scalar`);
    expectSameShape('axpby', x, y);
    return x;
  },
  flops: (_inputs, output) => 3 * sizeOf(output.shape),
  workspace: (_inputs, output, _attrs, fused) => (fused ? 0 : 2 * bytesOf(output)),
  run: (tf, [a, x, y], { b }) =>
    runFused(tf, 'Axpby', [a!, x!, y!], { b }) ??
    tf.tidy(() => tf.add(tf.mul(x!, a!), tf.mul(y!, b))),
});
