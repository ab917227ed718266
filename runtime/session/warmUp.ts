/** Builds the shaders of a plan before its first run, in parallel: tfjs would build one at a time. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type Execution, tensorsOf } from '../compiler/execute';
import type { SessionContext } from './context';

/** `run` executes the plan once; on WebGPU nothing is computed by it. Other backends need nothing. */
export async function warmUp({ backend }: SessionContext, run: () => Execution): Promise<void> {
  const { tf, report, faults } = backend;
  if (report.backend !== 'webgpu') return;
  tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
  try {
    tf.dispose(tensorsOf(run()));
  } finally {
    tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
  }
  await (tf.backend() as WebGPUBackend).checkCompileCompletionAsync();
  await faults.check();
}
