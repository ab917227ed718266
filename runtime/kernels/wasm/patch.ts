/**
 * Makes the wasm backend of tfjs 4.22 fit for training: kernels that it lacks, computes wrongly or
 * slowly are replaced, and chains of elementwise steps get a kernel of their own.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { registerConvolution } from './convolution';
import { registerElementwise, registerOptimizer } from './elementwise';
import { registerMatmul } from './matmul';
import { registerRecurrent } from './recurrent';
import { registerRows } from './rows';
import { registerTile } from './tile';

/**
 * Call once the wasm package is imported, before or after the backend starts; further calls do
 * nothing. `tf` must be the tfjs-core that the package registered its kernels with.
 */
export function patchWasm(tf: typeof tfjs): void {
  if (tf.getKernel('NormalizeRows', 'wasm')) return;
  registerMatmul(tf);
  registerConvolution(tf);
  registerElementwise(tf);
  registerOptimizer(tf);
  registerRows(tf);
  registerRecurrent(tf);
  registerTile(tf);
}
