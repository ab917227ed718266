/**
 * A gated recurrent unit over a sequence (Cho et al. 2014), in the form of PyTorch: gates r, z, n in
 * this order; n = tanh(x_n + r (h' W_n + b_n)), h = (1 - z) n + z h'. Inputs: x [B, T, 3H], what the
 * gates get from the tokens; recurrent kernel [H, 3H] and bias [3H]; first h [B, H]; optionally a
 * mask [B, T]. Gives h after each step, [B, T, H].
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { defineOpWith } from '../define';
import type { Op, ValueType } from '../types';
import {
  columns,
  expectSequence,
  firstStep,
  flatten,
  fusedWorkspace,
  keepOrHold,
  keptSteps,
  part,
  projectStates,
  type RecurrentAttrs,
  recurrentDefaults,
  recurrentMacs,
  runFusedSteps,
  runSteps,
  sizesOf,
  statesBefore,
  stepsWorkspace,
  tokenAt,
} from './sequence';

const countMacs = (inputs: readonly ValueType[]) => recurrentMacs(inputs);

export const gru: Op<RecurrentAttrs> = defineOpWith(recurrentDefaults, {
  name: 'gru',
  infer(inputs) {
    const { batch, tokens, units } = expectSequence('gru', inputs, ({ batch, tokens, units }) => [
      [batch, tokens, 3 * units],
      [units, 3 * units],
      [3 * units],
      [batch, units],
    ]);
    return { shape: [batch, tokens, units], dtype: 'float32' };
  },
  flops(inputs) {
    const { batch, tokens, units } = sizesOf(inputs);
    return 2 * countMacs(inputs) + 18 * batch * tokens * units;
  },
  macs: countMacs,
  gradient(b, { inputs, output, grad, attrs, needs }) {
    const [x, kernel, bias, hidden, ...mask] = inputs;
    const { units } = sizesOf(inputs);
    const before = statesBefore(b, output, hidden!, attrs.reverse); // [B, T, H]
    const projected = b.add([projectStates(b, before, kernel!), bias!]); // [B, T, 3H]
    const rows = b.gruGrad([x!, kernel!, projected, before, grad, ...mask], attrs);
    const projectedGrad = part(b, rows, 0, 3 * units);
    const xGrad = () =>
      b.concat([part(b, rows, 0, 2 * units), part(b, rows, 3 * units, units)], { axis: 2 });
    const hiddenGrad = () => {
      const first = firstStep(b, rows, attrs.reverse); // [B, 5H]
      const column = (index: number, count: number) =>
        b.slice([first], { begin: [0, index * units], size: [first.shape[0]!, count * units] });
      return b.add([b.matmul([column(0, 3), kernel!], { transposeB: true }), column(4, 1)]);
    };
    return [
      needs[0] ? xGrad() : null,
      needs[1]
        ? b.matmul([flatten(b, before), flatten(b, projectedGrad)], { transposeA: true })
        : null,
      needs[2] ? b.sum([projectedGrad], { axes: [0, 1], keepDims: false }) : null,
      needs[3] ? hiddenGrad() : null,
      null,
    ].slice(0, inputs.length);
  },
  run(tf, inputs, { reverse }) {
    const [x, kernel, bias, hidden, mask] = inputs;
    const fused = runFusedSteps(tf, 'Gru', inputs, 4, { reverse });
    if (fused) return fused;
    const { tokens, units } = sizesOf(inputs as unknown as ValueType[]);
    return tf.tidy(() => {
      const kept = keptSteps(tf, mask);
      return runSteps(tf, tokens, reverse, (t, before) => {
        const h = (before ?? hidden) as tfjs.Tensor2D;
        const given = tokenAt(tf, x!, t);
        const projected = tf.add(tf.matMul(h, kernel as tfjs.Tensor2D), bias!);
        const gates = (from: tfjs.Tensor) => columns(tf, from, 0, 2 * units);
        const open = tf.sigmoid(tf.add(gates(given), gates(projected))); // r, z
        const [reset, update] = [columns(tf, open, 0, units), columns(tf, open, units, units)];
        const recalled = tf.mul(reset, columns(tf, projected, 2 * units, units));
        const fresh = tf.tanh(tf.add(columns(tf, given, 2 * units, units), recalled));
        const next = tf.add(tf.mul(tf.sub(1, update), fresh), tf.mul(update, h));
        return keepOrHold(tf, kept, t, next as tfjs.Tensor2D, () => h);
      });
    });
  },
  dispatches: (inputs) => inputs[0]!.shape[1]! + (inputs.length > 4 ? 1 : 0),
  workspace: (inputs, output, _attrs, fused) =>
    fused ? fusedWorkspace(inputs[4]) : stepsWorkspace(inputs, output, 33, inputs[4]),
});
