/**
 * Opens WebGPU with a device of our own: tfjs neither checks for a missing adapter nor listens for
 * a lost device or an error outside a scope.
 */
import * as tf from '@tensorflow/tfjs-core';
import { patchWebgpu } from '../../kernels/webgpu/patch';
import { createFaults, deviceLost, type Faults, toDiagnostic, tooLarge } from './faults';
import { Unavailable } from './unavailable';

/** How long a browser may take to name an adapter or open a device. */
const ADAPTER_TIMEOUT_MS = 3000;

export interface OpenedWebgpu {
  readonly faults: Faults;
  readonly adapter: string;
  readonly software: boolean;
  readonly maxBufferBytes: number;
}

/** Registers the backend `webgpu`. Throws `Unavailable` where there is nothing fit to compute on. */
export async function openWebgpu(
  gpu: GPU | undefined,
  acceptSoftware: boolean,
): Promise<OpenedWebgpu> {
  if (!gpu) throw new Unavailable('This browser has no WebGPU.');
  const adapter = await withTimeout(
    gpu.requestAdapter({ powerPreference: 'high-performance' }),
    'The browser did not answer within 3 seconds when asked for a graphics processor.',
  );
  if (!adapter) throw new Unavailable('The browser offers no graphics processor to WebGPU.');
  const software = isSoftwareAdapter(adapter);
  const name = describeAdapter(adapter);
  if (software && !acceptSoftware) {
    throw new Unavailable(`WebGPU is only emulated in software here (${name}), which is slow.`);
  }
  const device = await withTimeout(
    adapter.requestDevice(deviceDescriptor(adapter)),
    'The graphics processor did not start within 3 seconds.',
  );
  const faults = watch(device);

  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  patchWebgpu(tf);
  // Small tensors would otherwise be computed in JavaScript, depending on where they happen to be.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => {
    const backend = new WebGPUBackend(device, adapter.info);
    // The backend leaves a device that it was given open.
    const dispose = backend.dispose.bind(backend);
    backend.dispose = () => {
      dispose();
      device.destroy();
    };
    return backend;
  });
  return {
    faults,
    adapter: name,
    software,
    maxBufferBytes: Math.min(
      device.limits.maxBufferSize,
      device.limits.maxStorageBufferBindingSize,
    ),
  };
}

/** True for an adapter that emulates a graphics processor on the CPU. */
export function isSoftwareAdapter(adapter: GPUAdapter): boolean {
  const info: Partial<GPUAdapterInfo> = adapter.info ?? {};
  // Before Chrome 136 the flag was on the adapter itself.
  const fallback =
    info.isFallbackAdapter === true ||
    (adapter as { isFallbackAdapter?: boolean }).isFallbackAdapter === true;
  const architecture = (info.architecture ?? '').toLowerCase();
  return (
    fallback ||
    ['google', 'mesa'].includes((info.vendor ?? '').toLowerCase()) ||
    ['swiftshader', 'software', 'llvmpipe'].includes(architecture)
  );
}

function describeAdapter(adapter: GPUAdapter): string {
  const { vendor = '', architecture = '', device = '', description = '' } = adapter.info ?? {};
  return description || [vendor, architecture || device].filter(Boolean).join(' ') || 'unnamed';
}

function deviceDescriptor(adapter: GPUAdapter): GPUDeviceDescriptor {
  const { limits } = adapter;
  return {
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    },
  };
}

function watch(device: GPUDevice): Faults {
  const faults = createFaults(async () => {
    // Scopes are answered in order, so by now every earlier error has been dispatched.
    device.pushErrorScope('validation');
    await device.popErrorScope().catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 0));
  });
  device.lost.then((info) => {
    // `destroyed` is our own dispose.
    if (info.reason !== 'destroyed') faults.report(deviceLost());
  });
  device.addEventListener('uncapturederror', (event) => {
    // Otherwise the browser also prints it.
    event.preventDefault?.();
    const { error } = event;
    const memory = error.constructor.name === 'GPUOutOfMemoryError';
    faults.report(
      memory
        ? toDiagnostic(new Error('out of memory'))
        : /exceed|limit|too large|larger than|maximum/i.test(error.message)
          ? tooLarge()
          : {
              code: 'run/internal',
              severity: 'error',
              message: `The graphics processor refused a computation: ${firstSentence(error.message)}`,
              hint: 'Your graph is unchanged. Add ?backend=wasm to the address to compute without it.',
              at: {},
            },
    );
  });
  return faults;
}

function firstSentence(text: string): string {
  return text.split('\n')[0].slice(0, 200);
}

async function withTimeout<T>(promise: Promise<T>, reason: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable(reason)), ADAPTER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([promise, timeout]);
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    const text = error instanceof Error ? error.message : String(error);
    throw new Unavailable(`The graphics processor could not be opened (${firstSentence(text)}).`);
  } finally {
    clearTimeout(timer);
  }
}
