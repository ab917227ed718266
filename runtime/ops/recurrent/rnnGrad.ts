/**
 * Gradient of rnn, from the last step to the first. Inputs: h after each step [B, T, H], recurrent
 * kernel [H, H], the gradient of h [B, T, H], optionally the mask [B, T]. Gives [B, T, 2H]: the
 * gradient of x, and the part of the gradient of the former h that a masked step passes on.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { bytesOf } from '../../graph/types';
import { defineOpWith } from '../define';
import type { Op, ValueType } from '../types';
import { backwardDispatches, runBackward } from './backward';
import { type RnnAttrs, rnnDefaults } from './rnn';
import {
  expectSequence,
  keptSteps,
  maskWorkspace,
  recurrentMacs,
  sizesOf,
  stateBytes,
} from './sequence';

const countMacs = (inputs: readonly ValueType[]) => recurrentMacs(inputs, inputs[0]!.shape[1]! - 1);

export const rnnGrad: Op<RnnAttrs> = defineOpWith(rnnDefaults, {
  name: 'rnnGrad',
  infer(inputs) {
    const sizes = expectSequence('rnnGrad', inputs, ({ batch, tokens, units }) => [
      [batch, tokens, units],
      [units, units],
      [batch, tokens, units],
    ]);
    return { shape: [sizes.batch, sizes.tokens, 2 * sizes.units], dtype: 'float32' };
  },
  flops(inputs) {
    const { batch, tokens, units } = sizesOf(inputs);
    return 2 * countMacs(inputs) + 6 * batch * tokens * units;
  },
  macs: countMacs,
  run: (tf, [y, kernel, grad, mask], { reverse, activation }) =>
    tf.tidy(() => {
      const factors = tf.tidy(() => factorsOf(tf, y!, activation === 'relu', mask));
      return runBackward(tf, factors, kernel!, grad!, reverse, { uses: 'hh', keptAt: 1 });
    }),
  dispatches: (inputs) => backwardDispatches(inputs) + (inputs.length > 3 ? 8 : 4),
  // What the factors are made of; composed, the rows before they are joined.
  workspace: (inputs, output, _attrs, fused) =>
    (inputs[3] ? 2.5 : fused ? 1.5 : 2) * bytesOf(output) +
    (fused ? 0 : 8 * stateBytes(inputs)) +
    maskWorkspace(inputs[3]),
});

/** d h of each step, times these, are the rows: [B, T, 2H]. */
function factorsOf(
  tf: typeof tfjs,
  y: tfjs.Tensor,
  isRelu: boolean,
  mask: tfjs.Tensor | undefined,
): tfjs.Tensor {
  // By its output: of relu 1 above 0, of tanh 1 - y^2.
  const slope = isRelu ? tf.cast(tf.greater(y, 0), 'float32') : tf.sub(1, tf.square(y));
  const kept = keptSteps(tf, mask);
  if (!kept) return tf.concat([slope, tf.zerosLike(slope)], 2);
  return tf.concat([tf.mul(slope, kept.on), tf.mul(tf.onesLike(slope), kept.off)], 2);
}
