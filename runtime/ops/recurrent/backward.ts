/**
 * Back-propagation through time: the steps that the gradients of all recurrent ops share. With the
 * factors of every step known beforehand, only the product with the recurrent kernel is left to them.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { runFused } from '../fused';
import type { ValueType } from '../types';
import { columns, runSteps, tokenAt } from './sequence';

export interface BackwardFactors {
  /** [B, T, uses.length * H]: what d h or d c of a step is multiplied by, side by side. */
  readonly rows: tfjs.Tensor;
  /** Which of the two, for each H columns: `ccchhc`. */
  readonly uses: string;
  /** Which H columns of a row are d h of the step before, beside the product. */
  readonly keptAt: number;
  /** [B, T, H]: how d h adds to d c; d c of the step before is in the last H columns. */
  readonly toCell?: tfjs.Tensor;
}

/**
 * From the last step to the first: d h = grad + (columns of the later row before `keptAt`) times the
 * transposed kernel + its kept part; with a cell, d c = grad of c + what the later row left + d h toCell.
 */
export function runBackward(
  tf: typeof tfjs,
  kernel: tfjs.Tensor,
  grad: tfjs.Tensor,
  reverse: boolean,
  makeFactors: () => BackwardFactors,
): tfjs.Tensor {
  const [units, width] = kernel.shape as [number, number];
  const tokens = grad.shape[1]!;
  const factors: BackwardFactors = tf.tidy(() => ({ ...makeFactors() }));
  const { rows, uses, keptAt, toCell } = factors;
  const inputs = [rows, kernel, grad, ...(toCell ? [toCell] : [])];
  const fused = runFused(tf, 'RecurrentGrad', inputs, { reverse, uses, keptAt });
  if (fused) return fused;
  return runSteps(tf, tokens, !reverse, (t, later) => {
    const given = tokenAt(tf, grad, t);
    let hidden = columns(tf, given, 0, units);
    if (later) {
      const through = tf.matMul(columns(tf, later, 0, width), kernel, false, true);
      const kept = columns(tf, later, keptAt * units, units);
      hidden = tf.add(hidden, tf.add(through, kept));
    }
    if (!toCell) {
      return tf.mul(
        tf.concat(
          [...uses].map(() => hidden),
          1,
        ),
        tokenAt(tf, rows, t),
      );
    }
    let cell = tf.add(columns(tf, given, units, units), tf.mul(hidden, tokenAt(tf, toCell, t)));
    if (later) cell = tf.add(cell, columns(tf, later, (uses.length - 1) * units, units));
    const parts = [...uses].map((use) => (use === 'c' ? cell : hidden)) as tfjs.Tensor2D[];
    return tf.mul(tf.concat(parts, 1), tokenAt(tf, rows, t));
  });
}

/** Without those that make the factors. */
export function backwardDispatches(inputs: readonly ValueType[]): number {
  return 1 + inputs[0]!.shape[1]!;
}
