/** Builds the shaders of a plan before its first run, in parallel: tfjs would build one at a time. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type Execution, tensorsOf } from '../compiler/execute';
import type { SessionContext } from './context';
import type { TrainControl } from './control';
import { inTurn } from './turnstile';
import { unlessStopped } from './unlessStopped';

/** While shaders are being built, nothing else may use them: tfjs throws. */
export interface Shaders {
  /** Resolves when none are being built. */
  ready(): Promise<void>;
  /**
   * `run` executes plans once; on WebGPU nothing is computed by it. Other backends need nothing. Runs
   * and trainings wait meanwhile.
   */
  build(
    context: SessionContext,
    control: TrainControl,
    run: () => readonly Execution[],
  ): Promise<void>;
}

export function createShaders(): Shaders {
  let building: Promise<void> = Promise.resolve();
  return {
    ready: () => building,
    async build(context, control, run) {
      if (context.backend.report.backend !== 'webgpu') return;
      await unlessStopped(context, control, () =>
        inTurn(context.turnstile, async () => {
          const work = warmUp(context, run);
          building = work.catch(() => {});
          await work;
        }),
      );
    },
  };
}

async function warmUp({ backend }: SessionContext, run: () => readonly Execution[]): Promise<void> {
  const { tf, faults } = backend;
  tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
  try {
    tf.dispose(run().flatMap(tensorsOf));
  } finally {
    tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
  }
  await (tf.backend() as WebGPUBackend).checkCompileCompletionAsync();
  await faults.check();
}
