/**
 * Gradient of lstm, from the last step to the first. Inputs: the gates before their nonlinearity
 * [B, T, 4H], recurrent kernel [H, 4H], the cell before each step [B, T, H], the gradient of h and c
 * [B, T, 2H], optionally the mask [B, T]. Gives [B, T, 6H]: the gradient of the gates (4H), the part
 * of the gradient of the former h that does not come through them (H), and that of the former c (H).
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { bytesOf } from '../../graph/types';
import { defineOpWith } from '../define';
import type { Op, ValueType } from '../types';
import { type BackwardFactors, backwardDispatches, runBackward } from './backward';
import {
  columns,
  expectSequence,
  keptSteps,
  maskWorkspace,
  type RecurrentAttrs,
  recurrentDefaults,
  recurrentMacs,
  sizesOf,
} from './sequence';

const countMacs = (inputs: readonly ValueType[]) => recurrentMacs(inputs, inputs[0]!.shape[1]! - 1);

export const lstmGrad: Op<RecurrentAttrs> = defineOpWith(recurrentDefaults, {
  name: 'lstmGrad',
  infer(inputs) {
    const sizes = expectSequence('lstmGrad', inputs, ({ batch, tokens, units }) => [
      [batch, tokens, 4 * units],
      [units, 4 * units],
      [batch, tokens, units],
      [batch, tokens, 2 * units],
    ]);
    return { shape: [sizes.batch, sizes.tokens, 6 * sizes.units], dtype: 'float32' };
  },
  flops(inputs) {
    const { batch, tokens, units } = sizesOf(inputs);
    return 2 * countMacs(inputs) + 46 * batch * tokens * units;
  },
  macs: countMacs,
  run(tf, inputs, { reverse }) {
    const [gates, kernel, cellBefore, grad, mask] = inputs;
    const { units } = sizesOf(inputs as unknown as ValueType[]);
    return tf.tidy(() =>
      runBackward(tf, kernel!, grad!, reverse, () =>
        factorsOf(tf, gates!, cellBefore!, mask, units),
      ),
    );
  },
  dispatches: (inputs) => backwardDispatches(inputs) + (inputs.length > 4 ? 37 : 30),
  // What the factors are made of.
  workspace: (inputs, output) =>
    (inputs[4] ? 40 / 6 : 32 / 6) * bytesOf(output) + maskWorkspace(inputs[4]),
});

/** d h and d c of each step, times these, are the rows. */
function factorsOf(
  tf: typeof tfjs,
  gates: tfjs.Tensor,
  cellBefore: tfjs.Tensor,
  mask: tfjs.Tensor | undefined,
  units: number,
): BackwardFactors {
  const gate = (index: number) => columns(tf, gates, index * units, units);
  const [i, f, o] = [tf.sigmoid(gate(0)), tf.sigmoid(gate(1)), tf.sigmoid(gate(3))];
  const g = tf.tanh(gate(2));
  const shown = tf.tanh(tf.add(tf.mul(f, cellBefore), tf.mul(i, g)));
  const slope = (y: tfjs.Tensor) => tf.mul(y, tf.sub(1, y)); // of a sigmoid, by its output
  const bend = (y: tfjs.Tensor) => tf.sub(1, tf.square(y)); // of tanh
  const gateFactors = tf.concat(
    [
      tf.mul(g, slope(i)),
      tf.mul(cellBefore, slope(f)),
      tf.mul(i, bend(g)),
      tf.mul(shown, slope(o)),
    ],
    2,
  );
  const toCell = tf.mul(o, bend(shown));
  const kept = keptSteps(tf, mask);
  const uses = 'ccchhc';
  if (!kept) {
    return { rows: tf.concat([gateFactors, tf.zerosLike(f), f], 2), toCell, uses, keptAt: 4 };
  }
  const held = tf.mul(tf.onesLike(f), kept.off); // [B, T, H]
  const forget = tf.add(tf.mul(f, kept.on), kept.off);
  return {
    rows: tf.concat([tf.mul(gateFactors, kept.on), held, forget], 2),
    toCell: tf.mul(toCell, kept.on),
    uses,
    keptAt: 4,
  };
}
