/** Properties of random valid graphs of any blocks, on the cpu and wasm backends. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { parseDocument } from '../graph/parse';
import { serializeDocument } from '../graph/serialize';
import { startBackend, type TestRuntime } from '../kernels/testing/startBackend';
import { findProbe } from './testing/probes';
import {
  computeAll,
  expectAgreement,
  expectCountedParameters,
  expectMeasuredGradient,
  expectShapesAsInferred,
  expectStablePrint,
  gradientProgram,
} from './testing/properties';
import { growGraph, uses } from './testing/randomGraph';
import { startingWeights } from './testing/runProgram';

vi.mock('./registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('./registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

const graphs = fc
  .array(fc.tuple(fc.nat(uses.length - 1), fc.nat(99)), { minLength: 3, maxLength: 6 })
  .map(growGraph);

const runs = { seed: 2017, numRuns: 40 };

// Many small graphs, on a machine that may be busy.
vi.setConfig({ testTimeout: 300_000 });

let wasm: TestRuntime;
let cpu: TestRuntime;
beforeAll(async () => {
  wasm = await startBackend('wasm');
  cpu = await startBackend('cpu');
});

describe('a random valid graph', () => {
  it('is more than one block, mostly', () => {
    const sizes = fc
      .sample(graphs, runs)
      .map(
        ({ nodes }) =>
          Object.values(nodes).filter(({ block }) => !block.startsWith('probe-')).length,
      );
    expect(sizes.reduce((a, b) => a + b) / sizes.length).toBeGreaterThan(2);
    const wires = fc
      .sample(graphs, runs)
      .filter(({ nodes, edges }) =>
        edges.some(
          ({ source, target }) =>
            !nodes[source].block.startsWith('probe-') && !nodes[target].block.startsWith('probe-'),
        ),
      );
    expect(wires.length).toBeGreaterThan(0.8 * runs.numRuns);
  });

  it('runs in the inferred shapes, with the gradient of finite differences', async () => {
    await cpu.tf.setBackend('cpu');
    fc.assert(
      fc.property(graphs, (document) => {
        const program = gradientProgram(document);
        if (!program) return;
        const weights = startingWeights(program);
        const values = expectShapesAsInferred(program, weights);
        expectMeasuredGradient(program, weights, values);
      }),
      runs,
    );
  });

  it('holds as many parameters as it tells', () => {
    fc.assert(fc.property(graphs, expectCountedParameters), runs);
  });

  it('prints the same program each time, also when saved and opened', () => {
    fc.assert(
      fc.property(graphs, (document) => {
        const { document: reopened } = parseDocument(serializeDocument(document));
        if (!reopened) throw new Error('the document does not open again');
        expectStablePrint(document, reopened);
      }),
      { ...runs, numRuns: 30 },
    );
  });

  it('computes the same on cpu and wasm', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async (document) => {
        await cpu.tf.setBackend('cpu');
        const wanted = await computeAll(cpu.tf, document);
        await wasm.tf.setBackend('wasm');
        expectAgreement(await computeAll(wasm.tf, document), wanted, 2e-4);
      }),
      runs,
    );
  });
});
