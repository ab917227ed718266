/** The peak memory that a plan tells is what tfjs then holds on a graphics processor. */
import { describe, expect, it } from 'vitest';
import { startBackend } from '../kernels/testing/startBackend';
import { compile } from './compile';
import { measurePeak } from './testing/measurePeak';
import { tiny } from './testing/peakCases';

describe('on webgpu', () => {
  it.each(
    tiny.flatMap((one) => (['predict', 'train'] as const).map((purpose) => ({ ...one, purpose }))),
  )('$name, batch $batch, to $purpose', async ({ document, batch, purpose }) => {
    const { tf, check } = await startBackend('webgpu');
    const compiled = compile(document, { purpose, batch });
    if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
    const { plan } = compiled.value;
    const { bytes } = measurePeak(tf, plan);
    await check();
    expect(Math.abs(plan.peakBytes / bytes - 1)).toBeLessThan(0.05);
  });
});
