/** What the tiny presets promise, on the backend of a machine without a graphics processor. */
import { describe, expect, it } from 'vitest';
import { preset as resnet } from '../../presets/aa-resnet-tiny';
import { preset as transformer } from '../../presets/transformer-tiny';
import { preset as vit } from '../../presets/vit-tiny';
import type { Experiment } from '../graph/document';
import { firstLosses, worstDifference } from './testing/losses';
import { shippedDatasets } from './testing/presets';
import { startSession, trainOn } from './testing/startSession';

describe('training a tiny preset on wasm', () => {
  it.each([
    [vit, 0.95],
    [transformer, 0.99],
    [resnet, 0.95],
  ])('$id reaches its accuracy', async ({ document }, accuracy) => {
    const session = await startSession('wasm', shippedDatasets);
    const { summary } = await trainOn(session, document, document.experiment as Experiment);
    await session.dispose();
    expect(summary.testAccuracy).toBeGreaterThanOrEqual(accuracy);
  });

  it.each([transformer, vit, resnet])(
    'agrees with cpu over 20 steps: $id',
    async ({ document }) => {
      const cpu = await startSession('cpu', shippedDatasets);
      const expected = await firstLosses(cpu, document);
      await cpu.dispose();
      const wasm = await startSession('wasm', shippedDatasets);
      expect(worstDifference(await firstLosses(wasm, document), expected)).toBeLessThan(1e-3);
      await wasm.dispose();
    },
  );
});
