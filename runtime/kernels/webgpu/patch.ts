/** Kernels of ours for the WebGPU backend of tfjs 4.22: repairs, and fused ones for training. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { registerAssignment } from './assignment';
import { registerDropoutMask, registerElementwise, registerOptimizer } from './elementwise';
import { registerRecurrent } from './recurrent';
import { registerRows } from './rows';
import { registerSetRow } from './setRow';
import { registerScatterAddRows, registerSumMiddle, registerSumOfRows } from './sums';
import { registerTrigonometry } from './trigonometry';
import { registerFilterGrad, registerMaxPoolGrad } from './window';

/**
 * Call once the webgpu package is imported, before or after the backend starts; further calls do
 * nothing. `tf` must be the tfjs-core that the package registered its kernels with.
 */
export function patchWebgpu(tf: typeof tfjs): void {
  if (tf.getKernel('NormalizeRows', 'webgpu')) return;
  registerElementwise(tf);
  registerOptimizer(tf);
  registerTrigonometry(tf);
  registerDropoutMask(tf);
  registerRows(tf);
  registerSetRow(tf);
  registerRecurrent(tf);
  registerAssignment(tf);
  registerSumMiddle(tf);
  registerScatterAddRows(tf);
  registerSumOfRows(tf);
  registerMaxPoolGrad(tf);
  registerFilterGrad(tf);
}
