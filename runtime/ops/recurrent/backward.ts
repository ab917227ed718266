/**
 * Back-propagation through time: the steps that the gradients of all recurrent ops share. With the
 * factors of every step known beforehand, only the product with the recurrent kernel is left to them.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { runFused } from '../fused';
import type { ValueType } from '../types';
import { columns, runSteps, tokenAt } from './sequence';

export interface BackwardLayout {
  /** Whether d h or d c of a step makes each H columns of its row: `ccchhc`; no `c` without a cell. */
  readonly uses: string;
  /** Which H columns of a row are d h of the step before, beside the product. */
  readonly keptAt: number;
}

/**
 * From the last step to the first: d h = grad + (columns of the later row that the kernel made) times
 * the transposed kernel + its kept part; with a cell, d c = grad of c + what the later row left in its
 * last H columns + d h toCell. `factors` [B, T, uses.length * H] make the row of it; with a cell, H
 * more columns are toCell.
 */
export function runBackward(
  tf: typeof tfjs,
  factors: tfjs.Tensor,
  kernel: tfjs.Tensor,
  grad: tfjs.Tensor,
  reverse: boolean,
  layout: BackwardLayout,
): tfjs.Tensor {
  const fused = runFused(tf, 'RecurrentGrad', [factors, kernel, grad], { reverse, ...layout });
  if (fused) return fused;
  const { uses, keptAt } = layout;
  const [units, width] = kernel.shape as [number, number];
  return runSteps(tf, grad.shape[1]!, !reverse, (t, later) => {
    const given = tokenAt(tf, grad, t);
    const own = tokenAt(tf, factors, t);
    let hidden = columns(tf, given, 0, units);
    if (later) {
      const through = tf.matMul(columns(tf, later, 0, width), kernel, false, true);
      const kept = columns(tf, later, keptAt * units, units);
      hidden = tf.add(hidden, tf.add(through, kept));
    }
    const columnsOf = (cell: tfjs.Tensor2D) =>
      tf.concat(
        [...uses].map((use) => (use === 'c' ? cell : hidden)),
        1,
      );
    if (!uses.includes('c')) return tf.mul(columnsOf(hidden), own);
    const share = tf.mul(hidden, columns(tf, own, uses.length * units, units));
    let cell: tfjs.Tensor2D = tf.add(columns(tf, given, units, units), share);
    if (later) cell = tf.add(cell, columns(tf, later, (uses.length - 1) * units, units));
    return tf.mul(columnsOf(cell), columns(tf, own, 0, uses.length * units));
  });
}

/** Without those that make the factors. */
export function backwardDispatches(inputs: readonly ValueType[]): number {
  return 1 + inputs[0]!.shape[1]!;
}
