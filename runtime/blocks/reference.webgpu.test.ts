/** Our blocks against PyTorch (fixtures/reference) on the WebGPU backend. */
import { vi } from 'vitest';
import { findProbe } from './testing/probes';
import { testReference } from './testing/reference';

vi.mock('./registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('./registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

testReference('webgpu');
