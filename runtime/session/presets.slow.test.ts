/** The tiny presets at full size learn alike on every processor backend. Their accuracy: e2e. */
import { describe, expect, it } from 'vitest';
import { preset as resnet } from '../../presets/aa-resnet-tiny';
import { preset as transformer } from '../../presets/transformer-tiny';
import { preset as vit } from '../../presets/vit-tiny';
import { firstLosses, worstDifference } from './testing/losses';
import { shippedDatasets } from './testing/presets';
import { startSession } from './testing/startSession';

describe('a tiny preset at full size', () => {
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
