/** The peak memory that a plan tells is what tfjs then holds, inside of ops included. */
import { describe, expect, it } from 'vitest';
import { startBackend } from '../kernels/testing/startBackend';
import { compile } from './compile';
import { measurePeak } from './testing/measurePeak';
import { type PeakCase, reduced, small, tiny } from './testing/peakCases';

const purposes = ['predict', 'evaluate', 'train'] as const;

const withPurposes = (cases: readonly PeakCase[]) =>
  cases.flatMap((one) => purposes.map((purpose) => ({ ...one, purpose })));

describe('on wasm', () => {
  it.each(withPurposes([...small, ...reduced]))(
    '$name, batch $batch, to $purpose',
    async ({ document, batch, purpose }) => {
      const { tf } = await startBackend('wasm');
      const compiled = compile(document, { purpose, batch });
      if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
      const { plan } = compiled.value;
      const { bytes } = measurePeak(tf, plan);
      expect(Math.abs(plan.peakBytes / bytes - 1)).toBeLessThan(0.05);
    },
  );
});

describe('on cpu, which has none of our kernels', () => {
  it.each(withPurposes([...tiny, ...reduced]))(
    '$name, batch $batch, to $purpose',
    async ({ document, batch, purpose }) => {
      const { tf } = await startBackend('cpu');
      const compiled = compile(document, { purpose, batch });
      if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
      const { plan } = compiled.value;
      const { bytes } = measurePeak(tf, plan);
      expect(Math.abs(plan.composedPeakBytes / bytes - 1)).toBeLessThan(0.05);
    },
  );
});

describe('with another optimiser', () => {
  it.each(['sgd', 'adam'] as const)('%s', async (kind) => {
    const { tf } = await startBackend('wasm');
    const { document, batch } = small[1];
    const compiled = compile(document, { purpose: 'train', batch, optimizer: { kind } });
    if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
    const { plan } = compiled.value;
    expect(Math.abs(plan.peakBytes / measurePeak(tf, plan).bytes - 1)).toBeLessThan(0.05);
  });
});
