import { describe, expect, it } from 'vitest';
import { preset as resnet } from '../../presets/aa-resnet-tiny';
import { preset as transformer } from '../../presets/transformer-tiny';
import { preset as vit } from '../../presets/vit-tiny';
import { loadFromDisk } from '../datasets/testing/diskReader';
import { firstLosses, STEPS, worstDifference } from './testing/losses';
import { smaller } from './testing/presets';
import { startSession } from './testing/startSession';

describe('losses over 20 steps, of the tiny presets made smaller', () => {
  it.each([transformer, vit, resnet])(
    'agree between cpu and wasm: $id',
    async (preset) => {
      const document = smaller(preset.document);
      const cpu = await startSession('cpu', loadFromDisk);
      const expected = await firstLosses(cpu, document);
      await cpu.dispose();
      const wasm = await startSession('wasm', loadFromDisk);
      const actual = await firstLosses(wasm, document);
      await wasm.dispose();
      expect(new Set(expected).size).toBe(STEPS);
      expect(worstDifference(actual, expected)).toBeLessThan(1e-3);
    },
    60_000,
  );
});
