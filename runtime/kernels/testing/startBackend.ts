/** Starts a tfjs backend in Node for tests and benchmarks; WebGPU runs on Dawn and needs a Vulkan driver. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type * as tfjs from '@tensorflow/tfjs-core';
import { patchCpu } from '../cpu/patch';
import { patchWasm } from '../wasm/patch';
import { patchWebgpu } from '../webgpu/patch';

export type TestBackend = 'cpu' | 'wasm' | 'webgpu';

export interface TestRuntime {
  readonly tf: typeof tfjs;
  /** Throws what the device reported since the last call: such errors leave zeros, not exceptions. */
  check(): Promise<void>;
}

export interface StartTestOptions {
  /** False leaves the stock kernels, as a reference. Holds for the whole process. */
  readonly patched?: boolean;
}

const require = createRequire(import.meta.url);

/** Several backends may be started in one process; the last one is active. */
export async function startBackend(
  name: TestBackend,
  { patched = true }: StartTestOptions = {},
): Promise<TestRuntime> {
  const check = name === 'webgpu' ? await prepareDevice() : async () => {};
  const tf: typeof tfjs = require('@tensorflow/tfjs-core');
  const backend = require(`@tensorflow/tfjs-backend-${name}`);
  if (name === 'wasm') {
    const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
    backend.setWasmPaths(`${folder}/wasm-out/`);
  }
  if (name === 'webgpu') {
    // Small tensors would be computed by JavaScript, and no shader be tested.
    tf.env().set('WEBGPU_CPU_FORWARD', false);
  }
  if (patched) {
    if (name === 'cpu') patchCpu(tf);
    if (name === 'wasm') patchWasm(tf);
    if (name === 'webgpu') patchWebgpu(tf);
  }
  if (!(await tf.setBackend(name))) throw new Error(`The ${name} backend did not start.`);
  await tf.ready();
  return { tf, check };
}

/** Puts a WebGPU into `navigator` whose devices collect their errors. */
async function prepareDevice(): Promise<() => Promise<void>> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = create([]);
  const devices: GPUDevice[] = [];
  const errors: string[] = [];
  const requestAdapter = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = async (options) => {
    const adapter = await requestAdapter(options);
    if (!adapter) throw new Error('No WebGPU adapter; is VK_ICD_FILENAMES set?');
    const requestDevice = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await requestDevice(descriptor);
      device.addEventListener('uncapturederror', (event) => {
        errors.push((event as GPUUncapturedErrorEvent).error.message);
      });
      devices.push(device);
      return device;
    };
    return adapter;
  };
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  return async () => {
    await Promise.all(devices.map((device) => device.queue.onSubmittedWorkDone()));
    if (errors.length > 0) throw new Error(errors.splice(0).join('\n'));
  };
}
