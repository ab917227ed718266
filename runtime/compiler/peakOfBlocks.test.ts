/** The peak memory of a training step through each block, as told and as measured. */
import { describe, expect, it, vi } from 'vitest';
import { findProbe } from '../blocks/testing/probes';
import { growGraph, uses } from '../blocks/testing/randomGraph';
import { startBackend } from '../kernels/testing/startBackend';
import { compile } from './compile';
import { measurePeak } from './testing/measurePeak';

vi.mock('../blocks/registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('../blocks/registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

/** The examples are tiny: masks of one byte a value, counted as four, and scalars weigh there. */
const SLACK = 512;
/** Scalars that tfjs makes of numbers. */
const SCALARS = 16;

const examples = uses.map(({ block }, index) => [`${block.id} (${index})`, index] as const);

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  it.each(examples)('%s', async (_, index) => {
    const { tf } = await startBackend(backend);
    const compiled = compile(growGraph([[index, 0]]), { purpose: 'train', batch: 8 });
    // What has nothing to learn from has no training step.
    if (!compiled.ok) return;
    const { plan } = compiled.value;
    const told = backend === 'cpu' ? plan.composedPeakBytes : plan.peakBytes;
    const { bytes } = measurePeak(tf, plan);
    expect(told).toBeGreaterThanOrEqual(bytes - SCALARS);
    expect(told).toBeLessThanOrEqual(1.05 * bytes + SLACK);
  });

  it('has a training step of most of them', () => {
    const trained = examples.filter(
      ([, index]) => compile(growGraph([[index, 0]]), { purpose: 'train', batch: 8 }).ok,
    );
    expect(trained.length).toBeGreaterThan(examples.length / 2);
  });
});
