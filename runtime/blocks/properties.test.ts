/** Properties of random valid graphs of any blocks, on the cpu and wasm backends. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { GraphDocument } from '../graph/document';
import { parseDocument } from '../graph/parse';
import { serializeDocument } from '../graph/serialize';
import { startBackend, type TestRuntime } from '../kernels/testing/startBackend';
import { allBlocks } from './registry';
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
import { everyBlock, growGraph, uses } from './testing/randomGraph';
import { startingWeights } from './testing/runProgram';

vi.mock('./registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('./registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

const graphs = fc
  .array(fc.tuple(fc.nat(uses.length - 1), fc.nat(99)), { minLength: 3, maxLength: 6 })
  .map(growGraph);

const seed = 2017;
const drawn = { seed, numRuns: 40 };
/** One that begins with each block, then the drawn ones. */
const examples = everyBlock.map((moves): [GraphDocument] => [growGraph(moves)]);
const runs = { seed, examples, numRuns: examples.length + drawn.numRuns };

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
    // Enough that one block more does not change the share by much.
    const sample = fc.sample(graphs, { seed, numRuns: 120 });
    const sizes = sample.map(
      ({ nodes }) => Object.values(nodes).filter(({ block }) => !block.startsWith('probe-')).length,
    );
    expect(sizes.reduce((a, b) => a + b) / sizes.length).toBeGreaterThan(2);
    const wired = sample.filter(({ nodes, edges }) =>
      edges.some(
        ({ source, target }) =>
          !nodes[source].block.startsWith('probe-') && !nodes[target].block.startsWith('probe-'),
      ),
    );
    expect(wired.length).toBeGreaterThan(0.75 * sample.length);
  });

  it('begins once with each block, and nearly always has something to learn', () => {
    const begun = examples.flatMap(([{ nodes }]) => (nodes.n0 ? [nodes.n0.block] : []));
    const giving = allBlocks().filter(({ outputs }) => Object.keys(outputs).length > 0);
    expect(begun).toEqual(giving.map(({ id }) => id));
    const learning = examples.filter(([document]) => gradientProgram(document));
    expect(learning.length).toBeGreaterThan(0.9 * examples.length);
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
      runs,
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
