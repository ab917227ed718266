/** Second moment of Adam (Kingma and Ba 2015, algorithm 1): beta2 v + (1 - beta2) g^2. Inputs v, g. */
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { runFused } from '../fused';
import { expectSameShape, takeInputs } from '../shapes';
import type { Op } from '../types';

export interface AdamVarianceAttrs {
  readonly beta2: number;
}

const defaults: AdamVarianceAttrs = { beta2: 0.999 };

export const adamVariance: Op<AdamVarianceAttrs> = defineOpWith(defaults, {
  name: 'adamVariance',
  infer(inputs) {
    const [v, grad] = takeInputs('adamVariance', inputs, 2, ['float32', 'float32']);
    expectSameShape('adamVariance', v, grad);
    return v;
  },
  flops: (_inputs, output) => 4 * sizeOf(output.shape),
  workspace: (_inputs, output, _attrs, fused) => (fused ? 0 : 3 * bytesOf(output)),
  run: (tf, [v, grad], { beta2 }) =>
    runFused(tf, 'AdamVariance', [v!, grad!], { beta2 }) ??
    tf.tidy(() => tf.add(tf.mul(v!, beta2), tf.mul(tf.square(grad!), 1 - beta2))),
});
