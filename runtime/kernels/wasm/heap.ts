/** Access to tensors in the heap of the wasm backend, and registration of kernels that work there. */
import type * as tfjs from '@tensorflow/tfjs-core';

/** The parts of tfjs' `BackendWasm` that kernels use. */
export interface WasmBackend {
  readonly wasm: { readonly tfjs: { disposeData(id: number): void } };
  readonly dataIdMap: {
    get(dataId: object): { readonly id: number; readonly memoryOffset: number };
    delete(dataId: object): boolean;
  };
  makeOutput(shape: number[], dtype: tfjs.DataType, memoryOffset?: number): tfjs.TensorInfo;
  typedArrayFromHeap(info: tfjs.TensorInfo): Float32Array | Int32Array | Uint8Array;
  disposeData(dataId: object): boolean;
}

export type Inputs = Readonly<Record<string, tfjs.TensorInfo>>;

/** A kernel: tensors and attributes to one new tensor. */
export type WasmKernel = (
  backend: WasmBackend,
  inputs: Inputs,
  attrs: Readonly<Record<string, unknown>>,
) => tfjs.TensorInfo;

/** Registers a kernel, in place of the stock one where there is one. */
export function registerWasm(tf: typeof tfjs, kernelName: string, kernel: WasmKernel): void {
  const stock = tf.getKernel(kernelName, 'wasm');
  if (stock) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    // A replacement may call the stock kernel, which binds its function to the module in its setup.
    ...(stock?.setupFunc && { setupFunc: stock.setupFunc }),
    kernelFunc: ({ inputs, backend, attrs }) =>
      kernel(backend as WasmBackend, inputs as Inputs, attrs ?? {}),
  });
}

/**
 * The elements of a float32 tensor, in place. The view dies when the heap grows: take it after the
 * last allocation.
 */
export function floats(backend: WasmBackend, info: tfjs.TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(info) as Float32Array;
}

/** A float32 tensor over `shape` elements of `info` from element `start`; give it to `releaseView`. */
export function viewOf(
  backend: WasmBackend,
  info: tfjs.TensorInfo,
  start: number,
  shape: number[],
): tfjs.TensorInfo {
  const { memoryOffset } = backend.dataIdMap.get(info.dataId);
  return backend.makeOutput(shape, 'float32', memoryOffset + start * 4);
}

/** Forgets a view without freeing the memory that it borrowed. */
export function releaseView(backend: WasmBackend, view: tfjs.TensorInfo): void {
  backend.wasm.tfjs.disposeData(backend.dataIdMap.get(view.dataId).id);
  backend.dataIdMap.delete(view.dataId);
}
