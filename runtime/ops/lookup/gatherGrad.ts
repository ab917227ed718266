/** Gradient of gather's table: adds up the rows of g [..., d] that came from the same id, as [rows, d]. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { runFused } from '../fused';
import { fail, printShape, sameShape, takeInputs } from '../shapes';
import type { Op } from '../types';

export interface GatherGradAttrs {
  /** Rows of the table. */
  readonly rows: number;
}

const defaults: GatherGradAttrs = { rows: 1 };

export const gatherGrad: Op<GatherGradAttrs> = defineOpWith(defaults, {
  name: 'gatherGrad',
  infer(inputs, { rows }) {
    const [ids, grad] = takeInputs('gatherGrad', inputs, 2, ['int32', 'float32']);
    if (grad.shape.length === 0 || !sameShape(grad.shape.slice(0, -1), ids.shape)) {
      fail('gatherGrad', `${printShape(grad.shape)} are not rows for ${printShape(ids.shape)}`);
    }
    return { shape: [rows, grad.shape.at(-1)!], dtype: 'float32' };
  },
  flops: (inputs) => sizeOf(inputs[1]!.shape),
  run: (tf, [ids, grad], { rows }) =>
    tf.tidy(() => {
      const size = grad!.shape.at(-1)!;
      const flatIds = tf.reshape(ids!, [ids!.size]) as tfjs.Tensor1D;
      const flatGrad = tf.reshape(grad!, [ids!.size, size]);
      return (
        runFused(tf, 'ScatterAddRows', [flatIds, flatGrad], { rows }) ??
        tf.unsortedSegmentSum(flatGrad, flatIds, rows)
      );
    }),
  dispatches: () => 2,
});
