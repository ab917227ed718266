/** Random valid graphs compute on WebGPU what they compute in JavaScript. */
import fc from 'fast-check';
import { beforeAll, it, vi } from 'vitest';
import type { GraphDocument } from '../graph/document';
import { startBackend, type TestRuntime } from '../kernels/testing/startBackend';
import { findProbe } from './testing/probes';
import { computeAll, expectAgreement } from './testing/properties';
import { everyBlock, growGraph, uses } from './testing/randomGraph';

vi.mock('./registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('./registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

const graphs = fc
  .array(fc.tuple(fc.nat(uses.length - 1), fc.nat(99)), { minLength: 2, maxLength: 4 })
  .map(growGraph);

/** One that begins with each block, then drawn ones. */
const examples = everyBlock.map((moves): [GraphDocument] => [growGraph(moves)]);

// Many small graphs, on an adapter of software.
vi.setConfig({ testTimeout: 600_000 });

let webgpu: TestRuntime;
let cpu: TestRuntime;
beforeAll(async () => {
  webgpu = await startBackend('webgpu');
  cpu = await startBackend('cpu');
});

it('a random valid graph computes the same on cpu and webgpu', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, async (document) => {
      await cpu.tf.setBackend('cpu');
      const wanted = await computeAll(cpu.tf, document);
      await webgpu.tf.setBackend('webgpu');
      expectAgreement(await computeAll(webgpu.tf, document), wanted, 1e-3);
      await webgpu.check();
    }),
    { seed: 2017, examples, numRuns: examples.length + 25 },
  );
});
