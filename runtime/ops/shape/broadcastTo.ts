/** Repeats axes of size 1, and new leading ones, up to `shape`. */
import { defineOpWith } from '../define';
import { sumTo } from '../gradients';
import {
  broadcastShapes,
  expectRankAtMost4,
  fail,
  printShape,
  sameShape,
  takeInputs,
} from '../shapes';
import type { Op } from '../types';

export interface BroadcastToAttrs {
  readonly shape: readonly number[];
}

const defaults: BroadcastToAttrs = { shape: [] };

export const broadcastTo: Op<BroadcastToAttrs> = defineOpWith(defaults, {
  name: 'broadcastTo',
  infer(inputs, { shape }) {
    const [x] = takeInputs('broadcastTo', inputs, 1);
    if (!sameShape(broadcastShapes('broadcastTo', x.shape, shape), shape)) {
      fail('broadcastTo', `${printShape(x.shape)} does not broadcast to ${printShape(shape)}`);
    }
    const output = { shape: [...shape], dtype: x.dtype };
    expectRankAtMost4('broadcastTo', output);
    return output;
  },
  flops: () => 0,
  gradient: (b, { inputs, grad }) => [sumTo(b, grad, inputs[0]!.shape)],
  run: (tf, [x], { shape }) => tf.broadcastTo(x!, [...shape]),
});
