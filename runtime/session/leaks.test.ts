import { describe, expect, it } from 'vitest';
import { preset as resnet } from '../../presets/aa-resnet-tiny';
import { preset as transformer } from '../../presets/transformer-tiny';
import { preset as vit } from '../../presets/vit-tiny';
import type { DatasetLoader } from '../datasets/catalogue';
import { loadFromDisk } from '../datasets/testing/diskReader';
import type { Split } from '../datasets/types';
import type { Experiment } from '../graph/document';
import { smaller } from './testing/presets';
import { startSession, trainOn } from './testing/startSession';

const BATCH = 8;
const PASS = 4;

/** The shipped data sets, cut so that a pass is four steps. */
const cutDatasets: DatasetLoader = async (id) => {
  const dataset = await loadFromDisk(id);
  const first = (split: Split): Split => ({ ...split, size: PASS * BATCH });
  if (!dataset) return null;
  const { train, validation, test } = dataset;
  return { ...dataset, train: first(train), validation: first(validation), test: first(test) };
};

describe('memory', () => {
  it.each([transformer, vit, resnet])(
    'is as before after three more passes: $id',
    async (preset) => {
      const session = await startSession('wasm', cutDatasets);
      const document = smaller(preset.document);
      const settings = { ...(document.experiment as Experiment), batchSize: BATCH };
      await trainOn(session, document, { ...settings, steps: PASS });
      const before = await session.memory();
      expect(before.tensors).toBeGreaterThan(0);
      const { summary } = await trainOn(session, document, { ...settings, steps: 4 * PASS }, true);
      expect(summary.steps).toBe(4 * PASS);
      expect(await session.memory()).toEqual(before);
      await session.dispose();
      expect(await session.memory()).toEqual({ tensors: 0, bytes: 0 });
    },
    60_000,
  );

  it.each([transformer, vit, resnet])(
    'goes back on reset to the constants of the graph, however often it is trained: $id',
    async (preset) => {
      const session = await startSession('wasm', cutDatasets);
      const untouched = await session.memory();
      const document = smaller(preset.document);
      const settings = { ...(document.experiment as Experiment), batchSize: BATCH, steps: 2 };
      const trainAndReset = async () => {
        await trainOn(session, document, settings);
        const trained = await session.memory();
        await session.reset();
        return { trained, after: await session.memory() };
      };
      const { trained, after } = await trainAndReset();
      expect(after.bytes).toBeLessThan(trained.bytes);
      expect((await trainAndReset()).after).toEqual(after);
      await session.dispose();
      expect(await session.memory()).toEqual(untouched);
    },
    60_000,
  );
});
