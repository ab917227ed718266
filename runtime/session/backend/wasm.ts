/** Opens the WebAssembly backend, one thread, with our kernels in place of the missing ones. */
import * as tf from '@tensorflow/tfjs-core';
import { patchWasm } from '../../kernels/wasm/patch';
import { RunFault, toDiagnostic } from './faults';
import { Unavailable } from './unavailable';

/** Addresses of the two binaries. */
export interface WasmFiles {
  readonly simd: string;
  readonly plain: string;
}

/** Registers the backend `wasm`. Throws `Unavailable` without WebAssembly. */
export async function openWasm(files: WasmFiles): Promise<void> {
  if (typeof WebAssembly === 'undefined') throw new Unavailable('This browser has no WebAssembly.');
  const { setWasmPaths, BackendWasm } = await import('@tensorflow/tfjs-backend-wasm');
  // Threads need a page that is isolated from all others, and start workers from blobs.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': files.plain,
    'tfjs-backend-wasm-simd.wasm': files.simd,
    'tfjs-backend-wasm-threaded-simd.wasm': files.simd,
  });
  patchWasm(tf);
  refuseFailedAllocations(BackendWasm);
}

let guarded = false;

/** `malloc` answers 0 when memory is out, and the backend would then write over address 0. */
function refuseFailedAllocations(
  Backend: typeof import('@tensorflow/tfjs-backend-wasm').BackendWasm,
): void {
  if (guarded) return;
  guarded = true;
  const move = Backend.prototype.move;
  Backend.prototype.move = function (dataId, values, shape, dtype, refCount) {
    move.call(this, dataId, values, shape, dtype, refCount);
    if (
      dtype !== 'string' &&
      tf.util.sizeFromShape(shape) > 0 &&
      this.getMemoryOffset(dataId) === 0
    ) {
      throw new RunFault(toDiagnostic(new Error('out of memory')));
    }
  };
}
