/** The tiny presets at full size learn alike on every processor backend. Their accuracy: e2e. */
import { describe, expect, it } from 'vitest';
import { preset as resnet } from '../../presets/aa-resnet-tiny';
import { preset as transformer } from '../../presets/transformer-tiny';
import { preset as vit } from '../../presets/vit-tiny';
import { loadFromDisk } from '../datasets/testing/diskReader';
import { firstLosses, worstDifference } from './testing/losses';
import { startSession } from './testing/startSession';

describe('a tiny preset at full size', () => {
  it.each([transformer, vit, resnet])(
    'agrees with cpu over 20 steps: $id',
    async ({ document }) => {
      const cpu = await startSession('cpu', loadFromDisk);
      const expected = await firstLosses(cpu, document);
      await cpu.dispose();
      const wasm = await startSession('wasm', loadFromDisk);
      expect(worstDifference(await firstLosses(wasm, document), expected)).toBeLessThan(1e-3);
      await wasm.dispose();
    },
  );
});
