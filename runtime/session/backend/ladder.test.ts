import type { TensorInfo } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodeEnvironment } from '../testing/startSession';
import { type Environment, startBackend } from './ladder';
import { isSoftwareRenderer } from './webgl';
import { isSoftwareAdapter } from './webgpu';

afterEach(() => vi.useRealTimers());

const withGpu = (requestAdapter: () => Promise<unknown>): Environment => ({
  ...nodeEnvironment,
  gpu: { requestAdapter } as unknown as GPU,
});

const adapterOf = (info: Partial<GPUAdapterInfo>) => ({
  info,
  limits: {},
  features: new Set(),
  requestDevice: () => Promise.reject(new Error('must not be asked')),
});

const start = async (environment: Environment, prefer?: 'webgpu' | 'cpu' | 'webgl') => {
  const started = await startBackend({ prefer }, environment);
  if (!started.ok) throw new Error(started.diagnostics[0].message);
  return started.value;
};

describe('startBackend', () => {
  it('goes down to WebAssembly without a graphics processor, and says why', async () => {
    const { report, tf } = await start(nodeEnvironment);
    expect(report).toMatchObject({
      backend: 'wasm',
      label: 'WebAssembly',
      reason: 'This browser has no WebGPU.',
      software: false,
    });
    expect(report.attempts.map(({ backend }) => backend)).toEqual(['webgpu', 'webgl']);
    expect(tf.getBackend()).toBe('wasm');
  });

  it.each([
    ['is null', async () => null, 'offers no graphics processor'],
    ['rejects', () => Promise.reject(new Error('blocked')), 'could not be opened (blocked)'],
    [
      'is software',
      async () => adapterOf({ vendor: 'google', architecture: 'swiftshader' }),
      'only emulated',
    ],
    ['is a fallback', async () => adapterOf({ isFallbackAdapter: true }), 'only emulated'],
    ['opens no device', async () => adapterOf({ vendor: 'amd' }), 'could not be opened'],
  ])('falls through when the adapter %s', async (_, requestAdapter, reason) => {
    const { report } = await start(withGpu(requestAdapter));
    expect(report.backend).toBe('wasm');
    expect(report.attempts[0]).toMatchObject({ backend: 'webgpu' });
    expect(report.attempts[0].reason).toContain(reason);
  });

  it('waits 3 seconds for an adapter and no longer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const starting = start(withGpu(() => new Promise(() => {})));
    await vi.advanceTimersByTimeAsync(3000);
    vi.useRealTimers();
    const { report } = await starting;
    expect(report.backend).toBe('wasm');
    expect(report.attempts[0].reason).toContain('did not answer within 3 seconds');
  });

  it('accepts a software adapter where WebGPU was asked for', async () => {
    const requestDevice = vi.fn(() => Promise.reject(new Error('no device in this test')));
    const adapter = { ...adapterOf({ architecture: 'swiftshader' }), requestDevice };
    const { report } = await start(
      withGpu(async () => adapter),
      'webgpu',
    );
    expect(requestDevice).toHaveBeenCalled();
    expect(report.backend).toBe('wasm');
  });

  it('takes the one that was asked for', async () => {
    const { report } = await start(nodeEnvironment, 'cpu');
    expect(report).toMatchObject({
      backend: 'cpu',
      reason: 'Chosen in the address.',
      attempts: [],
    });
  });

  it('passes over WebGL that is emulated in software', async () => {
    const gl = {
      getExtension: (name: string) =>
        name === 'WEBGL_debug_renderer_info' ? { UNMASKED_RENDERER_WEBGL: 1 } : null,
      getParameter: () => 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)))',
    };
    const canvas = { getContext: () => gl, addEventListener() {} };
    const { report } = await start({
      ...nodeEnvironment,
      createCanvas: () => canvas as unknown as OffscreenCanvas,
    });
    expect(report.backend).toBe('wasm');
    expect(report.attempts[1].reason).toContain('only emulated in software');
  });

  it('falls through when a backend computes wrongly', async () => {
    const { tf } = await start(nodeEnvironment);
    const kernel = tf.getKernel('BatchMatMul', 'wasm');
    const first = tf.getKernel('Multiply', 'wasm');
    tf.unregisterKernel('BatchMatMul', 'wasm');
    tf.registerKernel({
      ...kernel,
      kernelFunc: ({ backend, attrs, inputs }) => {
        const right = kernel.kernelFunc({ backend, attrs, inputs }) as TensorInfo;
        return first.kernelFunc({ backend, inputs: { a: right, b: right } });
      },
    });
    try {
      const { report } = await start(nodeEnvironment);
      expect(report.backend).toBe('cpu');
      expect(report.attempts[2].reason).toContain('wrong answer when multiplying matrices');
    } finally {
      tf.unregisterKernel('BatchMatMul', 'wasm');
      tf.registerKernel(kernel);
    }
  });
});

describe('software adapters', () => {
  it.each([
    [{ vendor: 'nvidia', architecture: 'ampere' }, false],
    [{ vendor: 'intel', architecture: 'gen-12lp' }, false],
    [{ vendor: 'google', architecture: 'swiftshader' }, true],
    [{ vendor: 'mesa', architecture: 'llvmpipe' }, true],
    [{ vendor: '', architecture: '', isFallbackAdapter: true }, true],
  ])('%o: %s', (info, software) => {
    expect(isSoftwareAdapter(adapterOf(info as GPUAdapterInfo) as unknown as GPUAdapter)).toBe(
      software,
    );
  });

  it.each([
    ['ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)', false],
    ['Apple M2', false],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', true],
    ['ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11)', true],
  ])('%s: %s', (renderer, software) => {
    expect(isSoftwareRenderer(renderer)).toBe(software);
  });
});
