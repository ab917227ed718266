/**
 * Update of Adam in its efficient form (Kingma and Ba 2015, end of section 2):
 * keep param - stepSize m / (sqrt(v) + epsilon). Both bias corrections are in the scalars `stepSize`
 * and `epsilon`; `keep` is 1, or 1 - lr * decay for decoupled weight decay (Loshchilov and Hutter
 * 2019, algorithm 2). Inputs param, m, v, stepSize, epsilon, keep.
 */
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { runFused } from '../fused';
import { expectSameShape, fail, printShape } from '../shapes';
import type { Op } from '../types';

export const adamStep: Op = defineOp({
  name: 'adamStep',
  infer(inputs) {
    const [param, m, v, stepSize, epsilon, keep] = inputs;
    if (!param || !m || !v || !stepSize || !epsilon || !keep || inputs.length > 6) {
      fail('adamStep', `takes 6 inputs, got ${inputs.length}`);
    }
    expectSameShape('adamStep', param, m);
    expectSameShape('adamStep', param, v);
    for (const scalar of [stepSize, epsilon, keep]) {
      if (scalar.shape.length > 0) fail('adamStep', `${printShape(scalar.shape)} is no scalar`);
    }
    return param;
  },
  flops: (_inputs, output) => 6 * sizeOf(output.shape),
  workspace: (_inputs, output, _attrs, fused) => (fused ? 0 : 5 * bytesOf(output)),
  run: (tf, inputs) =>
    runFused(tf, 'AdamStep', inputs, {}) ??
    tf.tidy(() => {
      const [param, m, v, stepSize, epsilon, keep] = inputs;
      const ratio = tf.div(m!, tf.add(tf.sqrt(v!), epsilon!));
      return tf.sub(tf.mul(param!, keep!), tf.mul(ratio, stepSize!));
    }),
});
