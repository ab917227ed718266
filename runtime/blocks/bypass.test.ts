/** Bypassing any node of random graphs of any blocks equals taking it out by hand, or is refused. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { analyze } from '../compiler/analyze';
import { printProgram } from '../compiler/printProgram';
import type { Analysis } from '../compiler/types';
import type { GraphDocument } from '../graph/document';
import { startBackend, type TestRuntime } from '../kernels/testing/startBackend';
import { findProbe } from './testing/probes';
import { computeAll, expectAgreement, gradientProgram } from './testing/properties';
import { everyBlock, growGraph, uses } from './testing/randomGraph';

vi.mock('./registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('./registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

vi.setConfig({ testTimeout: 120_000 });

let cpu: TestRuntime;
beforeAll(async () => {
  cpu = await startBackend('cpu');
});

const isBlock = ({ nodes }: GraphDocument, id: string) => !nodes[id].block.startsWith('probe-');

const bypass = (document: GraphDocument, id: string): GraphDocument => ({
  ...document,
  nodes: { ...document.nodes, [id]: { ...document.nodes[id], bypass: true } },
});

/** What feeds each output's readers once the node is gone; null where nothing can. */
function stands(document: GraphDocument, id: string, { types, plan }: Analysis) {
  if (plan.program.outputs.some(({ path }) => path.split('/')[0] === id)) return null;
  const isAlike = (one: string, two: string) => {
    const [a, b] = [types.get(one), types.get(two)];
    if (!a || a.dtype !== b?.dtype || a.axes.length !== b.axes.length) return false;
    // A number of heads is no batch, though it may be the same number.
    const pairs = a.axes.map(({ name, size }, at) => ({ name, size, other: b.axes[at] }));
    const names = pairs.map(({ name, other }) => [name, other.name].sort().join());
    return pairs.every(({ size, other }) => size === other.size) && !names.includes('batch,heads');
  };
  const { inputs } = blockOf(document.nodes[id].block);
  const into = Object.keys(inputs).flatMap((port) =>
    document.edges.filter(({ target, targetPort }) => target === id && targetPort === port),
  );
  const found = new Map<string, (typeof into)[number]>();
  for (const { source, sourcePort } of document.edges) {
    if (source !== id) continue;
    const feed = into.find((edge) =>
      isAlike(`${edge.source}.${edge.sourcePort}`, `${id}.${sourcePort}`),
    );
    if (!feed) return null;
    found.set(sourcePort, feed);
  }
  return found;
}

function blockOf(id: string) {
  const use = uses.find(({ block }) => block.id === id);
  if (!use) throw new Error(`no block ${id}`);
  return use.block;
}

/** The document without the node, its readers led to what stands for each output. */
function takenOut(
  document: GraphDocument,
  id: string,
  feeds: NonNullable<ReturnType<typeof stands>>,
): GraphDocument {
  const { [id]: _gone, ...nodes } = document.nodes;
  const edges = document.edges.flatMap((edge) => {
    if (edge.target === id) return [];
    const feed = edge.source === id ? feeds.get(edge.sourcePort) : undefined;
    return feed ? [{ ...edge, source: feed.source, sourcePort: feed.sourcePort }] : [edge];
  });
  return { ...document, nodes, edges };
}

/** Instructions, weights and results of the training program, in any order. */
function partsOf(document: GraphDocument): readonly string[] {
  const program = gradientProgram(document);
  if (!program) return [];
  return printProgram(program)
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.replaceAll(/%\d+/g, '%'))
    .sort();
}

/** All but the peak, which depends on the order as well. */
const countsOf = ({ total: { peakBytes: _, ...counts }, buffers }: Analysis) => ({
  ...counts,
  buffers,
});

const inOrder = (values: Readonly<Record<string, Float32Array>>) =>
  Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));

const grown = fc
  .array(fc.tuple(fc.nat(uses.length - 1), fc.nat(99)), { minLength: 3, maxLength: 6 })
  .map(growGraph);
/** One that begins with each block, then drawn ones. */
const documents = [
  ...everyBlock.map((moves) => growGraph(moves)),
  ...fc.sample(grown, { seed: 2018, numRuns: 40 }),
];

describe('a bypassed node of a random graph', () => {
  const passing: { readonly off: GraphDocument; readonly without: GraphDocument }[] = [];
  let refused = 0;

  it('makes the program of the graph without it, or is refused at its place alone', () => {
    for (const document of documents) {
      const before = analyze(document);
      for (const id of Object.keys(document.nodes).filter((each) => isBlock(document, each))) {
        const off = bypass(document, id);
        const after = analyze(off);
        const feeds = stands(document, id, before);
        const told = after.diagnostics.map(({ code, at }) => [code, at.path]);
        if (!feeds) {
          expect(told, document.nodes[id].block).toEqual([['node/bypass', id]]);
          refused++;
          continue;
        }
        expect(told, document.nodes[id].block).toEqual([]);
        const without = takenOut(document, id, feeds);
        expect(partsOf(off)).toEqual(partsOf(without));
        expect(countsOf(after)).toEqual(countsOf(analyze(without)));
        passing.push({ off, without });
      }
    }
    expect(passing.length).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  });

  it('computes the same losses and gradients as without it', async () => {
    await cpu.tf.setBackend('cpu');
    for (const { off, without } of passing) {
      const found = inOrder(await computeAll(cpu.tf, off));
      expectAgreement(found, inOrder(await computeAll(cpu.tf, without)), 1e-5);
    }
  });
});
