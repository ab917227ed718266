/**
 * Hungarian matching: gives each target a query of its own so that the total cost is least. Inputs:
 * cost [B, Q, M] and which targets are real, bool [B, M]; gives the query of each target, int32
 * [B, M], -1 for those that are not real. Needs Q >= M. No gradient: the choice is discrete.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { runFused } from '../fused';
import { fail, printShape, sameShape, takeInputs } from '../shapes';
import type { Op } from '../types';
import { assign } from './assign';

/** So many fit into the 16 KiB of shared memory that every WebGPU device has. */
export const MOST_QUERIES = 640;

export const linearSumAssignment: Op = defineOp({
  name: 'linearSumAssignment',
  infer(inputs) {
    const [cost, valid] = takeInputs('linearSumAssignment', inputs, 2, ['float32', 'bool']);
    const [batch, queries, targets] = cost.shape;
    if (cost.shape.length !== 3 || !sameShape(valid.shape, [batch!, targets!])) {
      const shapes = `${printShape(cost.shape)} and ${printShape(valid.shape)}`;
      fail('linearSumAssignment', `needs [B, Q, M] and [B, M], got ${shapes}`);
    }
    if (queries! < targets!) {
      fail('linearSumAssignment', `${queries} queries cannot be given to ${targets} targets`);
    }
    if (queries! > MOST_QUERIES) {
      fail('linearSumAssignment', `takes at most ${MOST_QUERIES} queries, got ${queries}`);
    }
    return { shape: [batch!, targets!], dtype: 'int32' };
  },
  // Each target looks at every cost once for each target placed before it.
  flops: (inputs) => sizeOf(inputs[0]!.shape) * inputs[0]!.shape[2]!,
  run: (tf, [cost, valid]) => runOnDevice(tf, cost!, valid!) ?? runInScript(tf, cost!, valid!),
  dispatches: () => 3,
  workspace: (_inputs, output) => 2 * bytesOf(output),
});

function runOnDevice(tf: typeof tfjs, cost: tfjs.Tensor, valid: tfjs.Tensor): tfjs.Tensor | null {
  const name = 'LinearSumAssignment';
  if (!tf.getKernel(name, tf.getBackend())) return null;
  return tf.tidy(() => {
    const isReal = tf.cast(valid, 'float32');
    return tf.cast(runFused(tf, name, [cost, isReal], {}) as tfjs.Tensor, 'int32');
  });
}

function runInScript(tf: typeof tfjs, cost: tfjs.Tensor, valid: tfjs.Tensor): tfjs.Tensor {
  const [batch, queries, targets] = cost.shape as [number, number, number];
  const costs = cost.dataSync();
  const isReal = valid.dataSync();
  const result = new Int32Array(batch * targets).fill(-1);
  for (let n = 0; n < batch; n++) {
    const real: number[] = [];
    for (let m = 0; m < targets; m++) if (isReal[n * targets + m]) real.push(m);
    const costAt = (row: number, query: number) =>
      costs[(n * queries + query) * targets + real[row]!]!;
    const assigned = assign(real.length, queries, costAt);
    for (const [row, m] of real.entries()) result[n * targets + m] = assigned[row]!;
  }
  return tf.tensor(result, [batch, targets], 'int32');
}
