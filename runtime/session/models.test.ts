import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { BackendReport } from '../protocol';
import { createModelCache } from './models';
import { classifier } from './testing/documents';

const report: BackendReport = {
  backend: 'webgpu',
  label: 'WebGPU',
  reason: '',
  software: false,
  attempts: [],
  maxBufferBytes: 16 * 16 * 4,
};

const withUnits = (units: number) => ({
  ...classifier,
  nodes: {
    ...classifier.nodes,
    hidden: { ...classifier.nodes.hidden, label: 'Wide layer', params: { units } },
  },
});

describe('createModelCache', () => {
  it('refuses a plan with a value larger than a buffer, and names both', () => {
    const models = createModelCache(tf, report);
    expect(models.get(withUnits(16), { purpose: 'predict', batch: 1 }).ok).toBe(true);
    const refused = models.get(withUnits(17), { purpose: 'predict', batch: 1 });
    expect(refused).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'run/limit', severity: 'error', at: { path: 'hidden' } }],
    });
    expect(refused.diagnostics[0].message).toBe(
      'Wide layer needs 1.06 KiB for "kernel" (16 x 17). WebGPU takes 1.00 KiB at most in one buffer here.',
    );
    models.clear();
  });

  it('refuses a batch that is too large, and says so', () => {
    const models = createModelCache(tf, report);
    const refused = models.get(withUnits(16), { purpose: 'train', batch: 32 });
    expect(refused.diagnostics).toMatchObject([
      { code: 'run/limit', hint: expect.stringMatching(/^Lower the batch/) },
    ]);
    expect(refused.ok).toBe(false);
  });

  it('refuses what WebAssembly cannot hold at once', () => {
    const wasm: BackendReport = { ...report, backend: 'wasm', label: 'WebAssembly' };
    const models = createModelCache(tf, { ...wasm, maxBufferBytes: null });
    const large = { height: 64, width: 64, channels: 1 };
    const image = { ...classifier.nodes.image, params: large };
    const { nodes, ...rest } = withUnits(2 ** 16);
    const document = { ...rest, nodes: { ...nodes, image } };
    const refused = models.get(document, { purpose: 'train', batch: 1 });
    expect(refused.ok ? null : refused.diagnostics[0].message).toMatch(/GiB at once\. WebAssembly/);
  });

  it('keeps what is held, however many others there are, and frees it afterwards', () => {
    const large = { ...report, maxBufferBytes: null };
    const models = createModelCache(tf, large);
    const hold = models.hold();
    const predict = { purpose: 'predict', batch: 1 } as const;
    const executorOf = (units: number, from: Pick<typeof models, 'get'> = models) => {
      const model = from.get(withUnits(units), predict);
      if (!model.ok) throw new Error(model.diagnostics[0].message);
      return model.value.executor;
    };
    // As four models each of six trainings.
    const held = Array.from({ length: 24 }, (_, i) => executorOf(2 + i, hold));
    for (let units = 100; units < 130; units++) executorOf(units);
    expect(held.map((_, i) => executorOf(2 + i))).toEqual(held);
    hold.release();
    for (let units = 100; units < 130; units++) executorOf(units);
    expect(executorOf(2)).not.toBe(held[0]);
    models.clear();
  });
});
