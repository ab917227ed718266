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
  stateBytes,
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
  run: (tf, [gates, kernel, cellBefore, grad, mask], { reverse }) =>
    tf.tidy(() => {
      const given = [gates!, cellBefore!, ...(mask ? [mask] : [])];
      const factors =
        runFusedSteps(tf, 'LstmFactors', given, 2, {}) ??
        tf.tidy(() => factorsOf(tf, gates!, cellBefore!, mask));
      return runBackward(tf, factors, kernel!, grad!, reverse, { uses: 'ccchhc', keptAt: 4 });
    }),
  dispatches: (inputs) => backwardDispatches(inputs) + (inputs.length > 4 ? 2 : 1),
  // The factors; composed, what they are made of.
  workspace: (inputs, output, _attrs, fused) =>
    fused
      ? (7 / 6) * bytesOf(output)
      : (inputs[4] ? 37 / 6 : 29 / 6) * bytesOf(output) +
        4 * stateBytes(inputs) +
        maskWorkspace(inputs[4]),
});

/** d h and d c of each step, times these, are the rows; last, how d h adds to d c: [B, T, 7H]. */
function factorsOf(
  tf: typeof tfjs,
  gates: tfjs.Tensor,
  cellBefore: tfjs.Tensor,
  mask: tfjs.Tensor | undefined,
): tfjs.Tensor {
  const units = cellBefore.shape[2]!;
  const gate = (index: number) => columns(tf, gates, index * units, units);
  const [i, f, o] = [tf.sigmoid(gate(0)), tf.sigmoid(gate(1)), tf.sigmoid(gate(3))];
  const g = tf.tanh(gate(2));
  const shown = tf.tanh(tf.add(tf.mul(f, cellBefore), tf.mul(i, g)));
  const slope = (y: tfjs.Tensor) => tf.mul(y, tf.sub(1, y)); // of a sigmoid, by its output
  const bend = (y: tfjs.Tensor) => tf.sub(1, tf.square(y)); // of tanh
  const ofGates = [
    tf.mul(g, slope(i)),
    tf.mul(cellBefore, slope(f)),
    tf.mul(i, bend(g)),
    tf.mul(shown, slope(o)),
  ];
  const toCell = tf.mul(o, bend(shown));
  const kept = keptSteps(tf, mask);
  if (!kept) return tf.concat([...ofGates, tf.zerosLike(f), f, toCell], 2);
  const on = (x: tfjs.Tensor) => tf.mul(x, kept.on);
  const held = tf.mul(tf.onesLike(f), kept.off);
  return tf.concat([...ofGates.map(on), held, tf.add(on(f), kept.off), on(toCell)], 2);
}
