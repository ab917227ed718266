/**
 * A simple recurrent network over a sequence (Elman 1990): h = tanh(x + h' W), or relu. Inputs:
 * x [B, T, H], what comes from the tokens, biases included; recurrent kernel [H, H]; first h [B, H];
 * optionally a mask [B, T]. Gives h after each step, [B, T, H].
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { defineOpWith } from '../define';
import type { Op, ValueType } from '../types';
import {
  expectSequence,
  firstStep,
  flatten,
  fusedWorkspace,
  keepOrHold,
  keptSteps,
  part,
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

export interface RnnAttrs extends RecurrentAttrs {
  readonly activation: 'tanh' | 'relu';
}

export const rnnDefaults: RnnAttrs = { ...recurrentDefaults, activation: 'tanh' };

const countMacs = (inputs: readonly ValueType[]) => recurrentMacs(inputs);

export const rnn: Op<RnnAttrs> = defineOpWith(rnnDefaults, {
  name: 'rnn',
  infer(inputs) {
    const { batch, tokens, units } = expectSequence('rnn', inputs, ({ batch, tokens, units }) => [
      [batch, tokens, units],
      [units, units],
      [batch, units],
    ]);
    return { shape: [batch, tokens, units], dtype: 'float32' };
  },
  flops(inputs) {
    const { batch, tokens, units } = sizesOf(inputs);
    return 2 * countMacs(inputs) + 2 * batch * tokens * units;
  },
  macs: countMacs,
  gradient(b, { inputs, output, grad, attrs, needs }) {
    const [, kernel, hidden, ...mask] = inputs;
    const { units } = sizesOf(inputs);
    const rows = b.rnnGrad([output, kernel!, grad, ...mask], attrs); // [B, T, 2H]
    const xGrad = part(b, rows, 0, units);
    const kernelGrad = () => {
      const before = statesBefore(b, output, hidden!, attrs.reverse);
      return b.matmul([flatten(b, before), flatten(b, xGrad)], { transposeA: true });
    };
    const hiddenGrad = () => {
      const first = firstStep(b, rows, attrs.reverse);
      const column = (index: number) =>
        b.slice([first], { begin: [0, index * units], size: [first.shape[0]!, units] });
      return b.add([b.matmul([column(0), kernel!], { transposeB: true }), column(1)]);
    };
    return [xGrad, needs[1] ? kernelGrad() : null, needs[2] ? hiddenGrad() : null, null].slice(
      0,
      inputs.length,
    );
  },
  run(tf, inputs, { reverse, activation }) {
    const [x, kernel, hidden, mask] = inputs;
    const fused = runFusedSteps(tf, 'Rnn', inputs, 3, { reverse, activation });
    if (fused) return fused;
    return tf.tidy(() => {
      const kept = keptSteps(tf, mask);
      return runSteps(tf, x!.shape[1]!, reverse, (t, before) => {
        const h = (before ?? hidden) as tfjs.Tensor2D;
        const sum = tf.add(tokenAt(tf, x!, t), tf.matMul(h, kernel as tfjs.Tensor2D));
        const next = activation === 'relu' ? tf.relu(sum) : tf.tanh(sum);
        return keepOrHold(tf, kept, t, next as tfjs.Tensor2D, () => h);
      });
    });
  },
  dispatches: (inputs) => inputs[0]!.shape[1]! + (inputs.length > 3 ? 1 : 0),
  workspace: (inputs, output, _attrs, fused) =>
    fused ? fusedWorkspace(inputs[3]) : stepsWorkspace(inputs, output, 8, inputs[3]),
});
