import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { preset as resnet } from '../../presets/aa-resnet-tiny';
import { preset as transformer } from '../../presets/transformer-tiny';
import { preset as vit } from '../../presets/vit-tiny';
import { loadFromDisk } from '../datasets/testing/diskReader';
import type { Experiment, GraphDocument } from '../graph/document';
import type { RuntimeApi } from '../protocol';
import { dawnEnvironment } from './testing/dawn';
import { classifier, writer } from './testing/documents';
import { firstLosses, worstDifference } from './testing/losses';
import { smaller } from './testing/presets';
import {
  experiment,
  startSession,
  trainOn,
  trainRequest,
  withoutTime,
} from './testing/startSession';

const environment = dawnEnvironment();
const sessions: RuntimeApi[] = [];
const open = async (name: 'webgpu' | 'wasm', loader?: typeof loadFromDisk) => {
  const session = await startSession(name, loader, environment);
  sessions.push(session);
  return session;
};
afterAll(() => Promise.all(sessions.map((session) => session.dispose())));

describe('a session on WebGPU', () => {
  it('says that it runs in software, having been asked to', async () => {
    const session = await open('webgpu');
    const started = await session.start({});
    expect(started).toMatchObject({ ok: true, value: { backend: 'webgpu', software: true } });
  });

  it('learns, pauses and answers', async () => {
    const session = await open('webgpu');
    const { points, summary } = await trainOn(session, classifier, {
      steps: 16,
      learningRate: 0.05,
    });
    expect(points).toHaveLength(16);
    expect(points[15].loss).toBeLessThan(0.7 * points[0].loss);
    expect(summary.test?.examples).toBe(25);
    const run = await session.run({
      document: { ...classifier, experiment },
      inputs: { image: { kind: 'sample', index: 2 } },
      taps: ['hidden.y'],
    });
    expect(run).toMatchObject({ ok: true, value: { expected: 'class 2', trainedSteps: 16 } });
  });

  it('gives the same curve twice, and holds no more after it', async () => {
    const session = await open('webgpu');
    const train = () => trainOn(session, writer, { dataset: 'copies', steps: 12 });
    const first = await train();
    const held = await session.memory();
    expect(withoutTime((await train()).points)).toEqual(withoutTime(first.points));
    expect(await session.memory()).toEqual(held);
  });

  it('trains two slots step by step in turn, each as wasm does', async () => {
    const settings = { steps: 24, clipNorm: 5, mixup: 0.4, flip: true } as const;
    const trainBoth = async (name: 'webgpu' | 'wasm') => {
      const session = await open(name);
      const train = (slot: string, document: GraphDocument, changes: Partial<Experiment>) =>
        trainRequest(session, { document, resume: false, slot }, changes);
      return Promise.all([
        train('a', classifier, settings),
        train('b', writer, { dataset: 'copies', steps: 24 }),
      ]);
    };
    const [actual, expected] = [await trainBoth('webgpu'), await trainBoth('wasm')];
    for (const [slot, { points, summary }] of actual.entries()) {
      const losses = [points, expected[slot].points].map((each) => each.map(({ loss }) => loss));
      expect(losses[0]).toHaveLength(24);
      expect(worstDifference(losses[0], losses[1])).toBeLessThan(1e-3);
      expect(summary.test).toEqual(expected[slot].summary.test);
    }
    const [norms, wanted] = [actual, expected].map(([{ points }]) =>
      points.map(({ gradientNorm }) => gradientNorm ?? Number.NaN),
    );
    expect(worstDifference(norms, wanted)).toBeLessThan(1e-2);
  });

  it.each([transformer, vit, resnet])(
    'agrees with wasm over 20 steps: $id',
    async (preset) => {
      const document = smaller(preset.document);
      const actual = await firstLosses(await open('webgpu', loadFromDisk), document);
      const expected = await firstLosses(await open('wasm', loadFromDisk), document);
      expect(worstDifference(actual, expected)).toBeLessThan(1e-3);
    },
    300_000,
  );

  it('shows no number after an error of the device', async () => {
    const session = await open('webgpu');
    const request = {
      document: { ...classifier, experiment },
      inputs: { image: { kind: 'sample', index: 0 } },
      taps: [],
    } as const;
    expect((await session.run(request)).ok).toBe(true);
    const { device } = tf.backend() as WebGPUBackend;
    device.createBuffer({ size: 2 ** 44, usage: GPUBufferUsage.STORAGE });
    const result = await session.run(request);
    expect(result).toMatchObject({ ok: false, diagnostics: [{ severity: 'error' }] });
    expect(['run/limit', 'run/memory']).toContain(result.diagnostics[0].code);
  });

  it('refuses what is larger than a buffer before it begins', async () => {
    const session = await open('webgpu', loadFromDisk);
    const started = await session.start({});
    const limit = started.ok ? (started.value.maxBufferBytes ?? 0) : 0;
    const units = 2 ** 16;
    const side = Math.ceil(Math.sqrt(limit / 4 / units)) + 1;
    const image = { ...classifier.nodes.image, params: { height: side, width: side, channels: 1 } };
    const hidden = { ...classifier.nodes.hidden, params: { units } };
    const document = { ...classifier, nodes: { ...classifier.nodes, image, hidden } };
    const result = await session.run({
      document,
      inputs: { image: { kind: 'sample', index: 0 } },
      taps: [],
    });
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'run/limit', at: { path: 'hidden' } }],
    });
  });
});
