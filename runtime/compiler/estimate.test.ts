/** What is told of a forward pass and of a training step before either runs. */
import { describe, expect, it } from 'vitest';
import { preset as transformerTiny } from '../../presets/transformer-tiny';
import { preset as vitTiny } from '../../presets/vit-tiny';
import type { GraphDocument } from '../graph/document';
import { bytesOf } from '../graph/types';
import { analyze } from './analyze';
import { compile } from './compile';
import { estimate, type PassCost } from './estimate';
import { checkLimits, type DeviceLimits, describeLargest } from './limits';
import { small } from './testing/peakCases';

const documents = small.map(({ name, document, batch }) => [name, document, batch] as const);

/** The sum over the nodes at the top, composites as wholes. */
function sumOfTop(document: GraphDocument, { nodes }: PassCost, key: 'macs' | 'dispatches') {
  return Object.keys(document.nodes).reduce((sum, id) => sum + (nodes.get(id)?.[key] ?? 0), 0);
}

describe.each(documents)('%s', (_, document, batch) => {
  const { forward, training } = estimate(document, { batch });
  if (!training) throw new Error('no training step');

  it('adds up to the whole, forward and in a training step', () => {
    for (const pass of [forward, training]) {
      for (const key of ['macs', 'dispatches'] as const) {
        expect(sumOfTop(document, pass, key)).toBe(pass.total[key]);
      }
      expect(pass.total.dispatches).toBe(pass.plan.dispatches);
      expect(pass.total.peakBytes).toBe(pass.plan.peakBytes);
      expect(pass.total.largestBytes).toBe(pass.plan.largestBytes);
    }
  });

  it('shares the peak out among nodes, down to the scalars of the step', () => {
    for (const { nodes, plan, total } of [forward, training]) {
      const scalars = plan.program.leaves.filter(({ kind }) => kind === 'scalar');
      const own = scalars.reduce((sum, { value }) => sum + bytesOf(plan.program.types[value]), 0);
      const shares = Object.keys(document.nodes).reduce(
        (sum, id) => sum + (nodes.get(id)?.peakBytes ?? 0),
        0,
      );
      expect(shares + own).toBe(total.peakBytes);
    }
  });

  it('holds as many parameters as there are weights', () => {
    expect(training.total.params).toBe(forward.total.params);
    for (const [path, { params }] of training.nodes) {
      expect(params, path).toBe(forward.nodes.get(path)?.params);
    }
  });

  it('gives backward and update to nodes of the graph', () => {
    const known = new Set(analyze(document).nodes.keys());
    for (const path of training.nodes.keys()) {
      const parts = path.split('/');
      const isNode = known.has(path) || /^\d+$/.test(parts.at(-1) ?? '');
      expect(isNode, path).toBe(true);
    }
  });

  it('takes twice to about three times the MACs, and the memory of the plan that is run', () => {
    const ratio = training.total.macs / forward.total.macs;
    expect(ratio).toBeGreaterThan(2.5);
    expect(ratio).toBeLessThanOrEqual(3);
    const compiled = compile(document, { purpose: 'train', batch });
    expect(compiled.ok && compiled.value.plan.peakBytes).toBe(training.total.peakBytes);
  });
});

describe('estimate', () => {
  it('grows with the batch, its weights and its dispatches do not', () => {
    // One example alone needs fewer broadcasts.
    const one = estimate(vitTiny.document, { batch: 2 });
    const many = estimate(vitTiny.document, { batch: 8 });
    expect(many.forward.total.macs).toBe(4 * one.forward.total.macs);
    expect(many.training?.total.macs).toBe(4 * (one.training?.total.macs ?? 0));
    expect(many.training?.total.dispatches).toBe(one.training?.total.dispatches);
    expect(many.training?.total.params).toBe(one.training?.total.params);
    expect(many.training?.total.peakBytes).toBeGreaterThan(one.training?.total.peakBytes ?? 0);
  });

  it('counts the state of the optimiser', () => {
    const bytes = (kind: 'adam' | 'sgd') =>
      estimate(transformerTiny.document, { optimizer: { kind } }).training?.total.peakBytes ?? 0;
    const params = analyze(transformerTiny.document).total.params;
    // Two slots, before and after the step.
    expect(bytes('adam') - bytes('sgd')).toBeGreaterThan(2 * 4 * params);
  });

  it('says why a graph has no training step', () => {
    const { nodes, edges, ...rest } = vitTiny.document;
    const lossless = Object.fromEntries(
      Object.entries(nodes).filter(([, { block }]) => block !== 'cross-entropy'),
    );
    const kept = edges.filter(({ target }) => Object.hasOwn(lossless, target));
    const { forward, training, diagnostics } = estimate({ ...rest, nodes: lossless, edges: kept });
    expect(forward.total.macs).toBeGreaterThan(0);
    expect(training).toBeNull();
    expect(diagnostics.map(({ code }) => code)).toContain('train/no-loss');
  });
});

describe('limits of a device', () => {
  const gpu = (maxBufferBytes: number): DeviceLimits => ({
    backend: 'webgpu',
    label: 'WebGPU',
    maxBufferBytes,
  });
  const planOf = (document: GraphDocument, batch: number) => {
    const compiled = compile(document, { purpose: 'train', batch });
    if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
    const { plan, types } = compiled.value;
    return { plan, source: { document, types, batch } };
  };

  it('names the node, the value and both sizes', () => {
    const { document } = transformerTiny;
    const { plan, source } = planOf(document, 64);
    const largest = describeLargest(plan, source);
    expect(largest?.bytes).toBe(plan.largestBytes);
    expect(checkLimits(plan, source, gpu(plan.largestBytes))).toBeNull();
    const problem = checkLimits(plan, source, gpu(100_000));
    expect(problem).toMatchObject({ code: 'run/limit', at: { path: largest?.path } });
    expect(problem?.message).toMatch(
      /^Feed forward needs 288 KiB for .*\(576 x 128\)\. WebGPU takes 97\.7 KiB at most/,
    );
    expect(problem?.hint).toMatch(/^Lower the batch/);
  });

  it('names a weight, also that of a shared table', () => {
    const wide = {
      ...transformerTiny.document,
      hyperparameters: transformerTiny.document.hyperparameters.map((h) =>
        h.name === 'vocabulary' ? { ...h, value: 100_000 } : h,
      ),
    };
    const { plan, source } = planOf(wide, 1);
    const largest = describeLargest(plan, source);
    expect(largest?.bytes).toBe(4 * 64 * 100_000);
    expect(largest?.what).toBe('"table" (100000 x 64)');
    expect(Object.keys(wide.nodes)).toContain(largest?.path);
  });

  it('knows how much WebAssembly has in all', () => {
    const { plan, source } = planOf(vitTiny.document, 1);
    const wasm = { backend: 'wasm', label: 'WebAssembly', maxBufferBytes: null };
    expect(checkLimits(plan, source, wasm)).toBeNull();
    expect(checkLimits({ ...plan, peakBytes: 3 * 2 ** 30 }, source, wasm)?.message).toBe(
      'This needs 3.00 GiB at once. WebAssembly has 2.00 GiB here.',
    );
  });
});
