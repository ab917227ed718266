/** The peak memory of a training step through each block, as told and as measured. */
import { describe, expect, it, vi } from 'vitest';
import { findProbe } from '../blocks/testing/probes';
import { growGraph, uses } from '../blocks/testing/randomGraph';
import { sizeOf } from '../graph/types';
import { startBackend } from '../kernels/testing/startBackend';
import { compile } from './compile';
import { measurePeak } from './testing/measurePeak';
import type { ExecutionPlan } from './types';

vi.mock('../blocks/registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('../blocks/registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

/** The examples are tiny, and scalars weigh there. */
const SLACK = 512;
/** A mask takes four bytes a value on a graphics processor, as the plan tells, and one elsewhere. */
const masksOf = ({ program, peak }: ExecutionPlan) =>
  peak.values
    .map((id) => program.types[id])
    .reduce((bytes, { dtype, shape }) => bytes + (dtype === 'bool' ? 3 * sizeOf(shape) : 0), 0);
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
    expect(told).toBeLessThanOrEqual(1.05 * bytes + SLACK + masksOf(plan));
  });

  it('has a training step of most of them', () => {
    const trained = examples.filter(
      ([, index]) => compile(growGraph([[index, 0]]), { purpose: 'train', batch: 8 }).ok,
    );
    expect(trained.length).toBeGreaterThan(examples.length / 2);
  });
});
