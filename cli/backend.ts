/** Starts a backend in Node, as the worker does in the page. */
import { createRequire } from 'node:module';
import type { BackendName } from '../runtime/protocol';
import { type Backend, type Environment, startBackend } from '../runtime/session/backend/ladder';
import { CommandError } from './io';

const require = createRequire(import.meta.url);
const wasm = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm';

/** What Node offers to compute with; a graphics processor only where one is wanted. */
export async function nodeEnvironment(backend: BackendName): Promise<Environment> {
  return {
    gpu: backend === 'webgpu' ? await openGpu() : undefined,
    createCanvas: undefined,
    wasmFiles: async () => ({
      simd: require.resolve(`${wasm}-simd.wasm`),
      plain: require.resolve(`${wasm}.wasm`),
    }),
  };
}

/** Throws a CommandError where this very backend does not start. */
export async function openBackend(prefer: BackendName): Promise<Backend> {
  const started = await startBackend({ prefer }, await nodeEnvironment(prefer));
  if (!started.ok) throw new CommandError(started.diagnostics.map((d) => d.message).join('\n'));
  const { report } = started.value;
  if (report.backend === prefer) return started.value;
  throw new CommandError(noBackend(prefer, report.attempts[0]?.reason ?? 'It did not start.'));
}

export function noBackend(backend: BackendName, reason: string): string {
  const hint = backend === 'webgpu' ? ' --software emulates one.' : '';
  return `${backend} does not run here: ${reason}${hint}`;
}

async function openGpu(): Promise<GPU> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // tfjs looks for it here when it is loaded.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  return gpu;
}
