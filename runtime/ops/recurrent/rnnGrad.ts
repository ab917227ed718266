/**
 * Gradient of rnn, from the last step to the first. Inputs: h after each step [B, T, H], recurrent
 * kernel [H, H], the gradient of h [B, T, H], optionally the mask [B, T]. Gives [B, T, 2H]: the
 * gradient of x, and the part of the gradient of the former h that a masked step passes on.
 */
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
  run(tf, [y, kernel, grad, mask], { reverse, activation }) {
    return tf.tidy(() =>
      runBackward(tf, kernel!, grad!, reverse, () => {
        // By its output: of relu 1 above 0, of tanh 1 - y^2.
        const slope =
          activation === 'relu' ? tf.cast(tf.greater(y!, 0), 'float32') : tf.sub(1, tf.square(y!));
        const kept = keptSteps(tf, mask);
        const parts = kept
          ? [tf.mul(slope, kept.on), tf.mul(tf.onesLike(slope), kept.off)]
          : [slope, tf.zerosLike(slope)];
        return { rows: tf.concat(parts, 2), uses: 'hh', keptAt: 1 };
      }),
    );
  },
  dispatches: (inputs) => backwardDispatches(inputs) + (inputs.length > 3 ? 8 : 4),
  // What the factors are made of.
  workspace: (inputs, output) =>
    (inputs[3] ? 2.5 : 2) * bytesOf(output) + 8 * stateBytes(inputs) + maskWorkspace(inputs[3]),
});
