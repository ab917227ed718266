/** First moment of Adam (Kingma and Ba 2015, algorithm 1): beta1 m + (1 - beta1) g. Inputs m, g. */
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { runFused } from '../fused';
import { expectSameShape, takeInputs } from '../shapes';
import type { Op } from '../types';

export interface AdamMeanAttrs {
  readonly beta1: number;
}

const defaults: AdamMeanAttrs = { beta1: 0.9 };

export const adamMean: Op<AdamMeanAttrs> = defineOpWith(defaults, {
  name: 'adamMean',
  infer(inputs) {
    const [m, grad] = takeInputs('adamMean', inputs, 2, ['float32', 'float32']);
    expectSameShape('adamMean', m, grad);
    return m;
  },
  flops: (_inputs, output) => 3 * sizeOf(output.shape),
  workspace: (_inputs, output, _attrs, fused) => (fused ? 0 : 2 * bytesOf(output)),
  run: (tf, [m, grad], { beta1 }) =>
    runFused(tf, 'AdamMean', [m!, grad!], { beta1 }) ??
    tf.tidy(() => tf.add(tf.mul(m!, beta1), tf.mul(grad!, 1 - beta1))),
});
