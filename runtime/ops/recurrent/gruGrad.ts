/**
 * Gradient of gru, from the last step to the first. Inputs: x [B, T, 3H], recurrent kernel [H, 3H],
 * what the gates got from the former h, bias included [B, T, 3H], the former h [B, T, H], the gradient
 * of h [B, T, H], optionally the mask [B, T]. Gives [B, T, 5H]: the gradient of what the gates got from
 * the former h (3H), of x_n (H; those of x_r and x_z are the first 2H), and the part of the gradient of
 * the former h that does not come through the gates (H).
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { bytesOf } from '../../graph/types';
import { defineOpWith } from '../define';
import type { Op, ValueType } from '../types';
import { backwardDispatches, runBackward } from './backward';
import {
  columns,
  expectSequence,
  keptSteps,
  maskWorkspace,
  type RecurrentAttrs,
  recurrentDefaults,
  recurrentMacs,
  runFusedSteps,
  sizesOf,
} from './sequence';

const countMacs = (inputs: readonly ValueType[]) => recurrentMacs(inputs, inputs[0]!.shape[1]! - 1);

export const gruGrad: Op<RecurrentAttrs> = defineOpWith(recurrentDefaults, {
  name: 'gruGrad',
  infer(inputs) {
    const sizes = expectSequence('gruGrad', inputs, ({ batch, tokens, units }) => [
      [batch, tokens, 3 * units],
      [units, 3 * units],
      [batch, tokens, 3 * units],
      [batch, tokens, units],
      [batch, tokens, units],
    ]);
    return { shape: [sizes.batch, sizes.tokens, 5 * sizes.units], dtype: 'float32' };
  },
  flops(inputs) {
    const { batch, tokens, units } = sizesOf(inputs);
    return 2 * countMacs(inputs) + 34 * batch * tokens * units;
  },
  macs: countMacs,
  run: (tf, [x, kernel, projected, before, grad, mask], { reverse }) =>
    tf.tidy(() => {
      const given = [x!, projected!, before!, ...(mask ? [mask] : [])];
      const factors =
        runFusedSteps(tf, 'GruFactors', given, 3, {}) ?? tf.tidy(() => factorsOf(tf, given));
      return runBackward(tf, factors, kernel!, grad!, reverse, { uses: 'hhhhh', keptAt: 4 });
    }),
  dispatches: (inputs) => backwardDispatches(inputs) + (inputs.length > 5 ? 2 : 1),
  // The factors; composed, what they are made of.
  workspace: (inputs, output, _attrs, fused) =>
    fused
      ? bytesOf(output)
      : (inputs[5] ? 37 / 5 : 31 / 5) * bytesOf(output) + maskWorkspace(inputs[5]),
});

/** d h of each step, times these, are the rows: [B, T, 5H]. */
function factorsOf(tf: typeof tfjs, inputs: readonly tfjs.Tensor[]): tfjs.Tensor {
  const [x, projected, before, mask] = inputs;
  const units = before!.shape[2]!;
  const gates = (from: tfjs.Tensor) => columns(tf, from, 0, 2 * units);
  const open = tf.sigmoid(tf.add(gates(x!), gates(projected!))); // r, z
  const [reset, update] = [columns(tf, open, 0, units), columns(tf, open, units, units)];
  const recalled = columns(tf, projected!, 2 * units, units);
  const fresh = tf.tanh(tf.add(columns(tf, x!, 2 * units, units), tf.mul(reset, recalled)));
  const taken = tf.sub(1, update);
  const toFresh = tf.mul(taken, tf.sub(1, tf.square(fresh))); // x_n
  const toReset = tf.mul(tf.mul(toFresh, recalled), tf.mul(reset, tf.sub(1, reset)));
  const toUpdate = tf.mul(tf.sub(before!, fresh), tf.mul(update, taken));
  const gateFactors = tf.concat([toReset, toUpdate, tf.mul(toFresh, reset), toFresh], 2);
  const kept = keptSteps(tf, mask);
  const parts = kept
    ? [tf.mul(gateFactors, kept.on), tf.add(tf.mul(update, kept.on), kept.off)]
    : [gateFactors, update];
  return tf.concat(parts, 2);
}
