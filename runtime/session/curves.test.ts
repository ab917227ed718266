import { describe, expect, it } from 'vitest';
import { preset as resnet } from '../../presets/aa-resnet-tiny';
import { preset as transformer } from '../../presets/transformer-tiny';
import { preset as vit } from '../../presets/vit-tiny';
import type { Experiment } from '../graph/document';
import type { BackendName } from '../protocol';
import { shippedDatasets } from './testing/presets';
import { startSession } from './testing/startSession';

const STEPS = 20;

/** Losses of the first steps; the training is ended after them. */
async function losses(name: BackendName, { document }: typeof vit): Promise<number[]> {
  const session = await startSession(name, shippedDatasets);
  const experiment = { ...(document.experiment as Experiment), batchSize: 2, steps: 1000 };
  const found: number[] = [];
  const result = await session.train({ document, experiment, resume: false }, (event) => {
    if (event.kind === 'progress') found.push(...event.points.map(({ loss }) => loss));
    if (found.length >= STEPS) void session.stop();
  });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  await session.dispose();
  return found.slice(0, STEPS);
}

describe('losses over 20 steps', () => {
  it.each([transformer, vit, resnet])(
    'agree between cpu and wasm: $id',
    async (preset) => {
      const cpu = await losses('cpu', preset);
      const wasm = await losses('wasm', preset);
      expect(cpu).toHaveLength(STEPS);
      const worst = Math.max(...cpu.map((loss, step) => Math.abs(wasm[step] - loss) / loss));
      expect(worst).toBeLessThan(1e-3);
      expect(new Set(cpu).size).toBe(STEPS);
    },
    120_000,
  );
});
