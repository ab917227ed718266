/**
 * Update of Adam in its efficient form (Kingma and Ba 2015, end of section 2):
 * param - stepSize m / (sqrt(v) + epsilon). Both bias corrections are in the scalars `stepSize`
 * and `epsilon`. Inputs param, m, v, stepSize, epsilon.
 */
import { sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { runFused } from '../fused';
import { expectSameShape, fail, printShape } from '../shapes';
import type { Op } from '../types';

export const adamStep: Op = defineOp({
  name: 'adamStep',
  infer(inputs) {
    const [param, m, v, stepSize, epsilon] = inputs;
    if (!param || !m || !v || !stepSize || !epsilon || inputs.length > 5) {
      fail('adamStep', `takes 5 inputs, got ${inputs.length}`);
    }
    expectSameShape('adamStep', param, m);
    expectSameShape('adamStep', param, v);
    for (const scalar of [stepSize, epsilon]) {
      if (scalar.shape.length > 0) fail('adamStep', `${printShape(scalar.shape)} is no scalar`);
    }
    return param;
  },
  flops: (_inputs, output) => 5 * sizeOf(output.shape),
  run: (tf, inputs) =>
    runFused(tf, 'AdamStep', inputs, {}) ??
    tf.tidy(() => {
      const [param, m, v, stepSize, epsilon] = inputs;
      const ratio = tf.div(m!, tf.add(tf.sqrt(v!), epsilon!));
      return tf.sub(param!, tf.mul(ratio, stepSize!));
    }),
});
