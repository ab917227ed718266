/**
 * A long short-term memory over a sequence (Hochreiter and Schmidhuber 1997, with the forget gate of
 * Gers et al. 2000), as in PyTorch: gates i, f, g, o in this order;
 * c = f c' + i g, h = o tanh(c). Inputs: x [B, T, 4H], what the gates get from the tokens, biases
 * included; recurrent kernel [H, 4H]; first h [B, H] and c [B, H]; optionally a mask [B, T]. Gives
 * h and c after each step, [B, T, 2H].
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

export const lstm: Op<RecurrentAttrs> = defineOpWith(recurrentDefaults, {
  name: 'lstm',
  infer(inputs) {
    const { batch, tokens, units } = expectSequence('lstm', inputs, ({ batch, tokens, units }) => [
      [batch, tokens, 4 * units],
      [units, 4 * units],
      [batch, units],
      [batch, units],
    ]);
    return { shape: [batch, tokens, 2 * units], dtype: 'float32' };
  },
  flops(inputs) {
    const { batch, tokens, units } = sizesOf(inputs);
    return 2 * countMacs(inputs) + 19 * batch * tokens * units;
  },
  macs: countMacs,
  gradient(b, { inputs, output, grad, attrs, needs }) {
    const [x, kernel, hidden, cell, ...mask] = inputs;
    const { units } = sizesOf(inputs);
    const start = b.concat([hidden!, cell!], { axis: 1 });
    const before = statesBefore(b, output, start, attrs.reverse); // [B, T, 2H]
    const hiddenBefore = part(b, before, 0, units);
    const cellBefore = part(b, before, units, units);
    const gates = b.add([x!, projectStates(b, hiddenBefore, kernel!)]); // [B, T, 4H]
    const rows = b.lstmGrad([gates, kernel!, cellBefore, grad, ...mask], attrs);
    const gatesGrad = part(b, rows, 0, 4 * units);
    const column = (index: number, count: number) => {
      const size = [rows.shape[0]!, count * units];
      return b.slice([firstStep(b, rows, attrs.reverse)], { begin: [0, index * units], size });
    };
    const hiddenGrad = () =>
      b.add([b.matmul([column(0, 4), kernel!], { transposeB: true }), column(4, 1)]);
    return [
      gatesGrad,
      needs[1]
        ? b.matmul([flatten(b, hiddenBefore), flatten(b, gatesGrad)], { transposeA: true })
        : null,
      needs[2] ? hiddenGrad() : null,
      needs[3] ? column(5, 1) : null,
      null,
    ].slice(0, inputs.length);
  },
  run(tf, inputs, { reverse }) {
    const [x, kernel, hidden, cell, mask] = inputs;
    const fused = runFusedSteps(tf, 'Lstm', inputs, 4, { reverse });
    if (fused) return fused;
    const { tokens, units } = sizesOf(inputs as unknown as ValueType[]);
    return tf.tidy(() => {
      const kept = keptSteps(tf, mask);
      return runSteps(tf, tokens, reverse, (t, before) => {
        const h = (before ? columns(tf, before, 0, units) : hidden!) as tfjs.Tensor2D;
        const c = (before ? columns(tf, before, units, units) : cell!) as tfjs.Tensor2D;
        const gates = tf.add(tokenAt(tf, x!, t), tf.matMul(h, kernel as tfjs.Tensor2D));
        const gate = (index: number) => columns(tf, gates, index * units, units);
        const write = tf.mul(tf.sigmoid(gate(0)), tf.tanh(gate(2)));
        const next = tf.add(tf.mul(tf.sigmoid(gate(1)), c), write);
        const shown = tf.mul(tf.sigmoid(gate(3)), tf.tanh(next));
        const fresh = tf.concat([shown, next], 1) as tfjs.Tensor2D;
        return keepOrHold(tf, kept, t, fresh, () => before ?? tf.concat([h, c], 1));
      });
    });
  },
  dispatches: (inputs) => inputs[0]!.shape[1]! + (inputs.length > 4 ? 1 : 0),
  workspace: (inputs, output, _attrs, fused) =>
    fused ? fusedWorkspace(inputs[4]) : stepsWorkspace(inputs, output, 36, inputs[4]),
});
