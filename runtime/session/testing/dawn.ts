/** WebGPU in Node, for the tests that need a device; see scripts/toolchain.webgpu.test.ts. */
import { create, globals } from 'webgpu';
import type { Environment } from '../backend/ladder';
import { nodeEnvironment } from './startSession';

export function dawnEnvironment(): Environment {
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // tfjs looks for it here when it is loaded.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  return { ...nodeEnvironment, gpu };
}
