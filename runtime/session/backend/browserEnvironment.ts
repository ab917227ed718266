/** What the browser around this worker offers to compute with. */
import type { Environment } from './ladder';

export function browserEnvironment(): Environment {
  return {
    gpu: globalThis.navigator?.gpu,
    createCanvas:
      typeof OffscreenCanvas === 'undefined' ? undefined : () => new OffscreenCanvas(1, 1),
    wasmFiles: async () => (await import('./wasmFiles')).wasmFiles,
  };
}
