import { afterAll, expect, it } from 'vitest';
import { preset as vit } from '../../presets/vit-tiny';
import type { RuntimeApi } from '../protocol';
import { dawnEnvironment } from './testing/dawn';
import { experiment, startSession } from './testing/startSession';

const environment = dawnEnvironment();
const sessions: RuntimeApi[] = [];
afterAll(() => Promise.all(sessions.map((session) => session.dispose())));

const document = { ...vit.document, experiment };

async function open(name: 'webgpu' | 'wasm' | 'cpu'): Promise<RuntimeApi> {
  const session = await startSession(name, undefined, environment);
  sessions.push(session);
  return session;
}

async function save(session: RuntimeApi, convention: string, seed = 7): Promise<Blob> {
  const seeded = { ...document, experiment: { ...experiment, seed } };
  const saved = await session.saveWeights(seeded, convention);
  if (!saved.ok) throw new Error(saved.diagnostics[0].message);
  return saved.value;
}

const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());

it('weights start alike to the last bit on every backend, and pass through files unchanged', async () => {
  // The backend that was started last is the one that computes.
  const webgpu = await open('webgpu');
  const other = await save(webgpu, 'torchvision-vit', 99);
  const started = await bytesOf(await save(webgpu, 'patchbay'));
  const loaded = await webgpu.loadWeights(document, other);
  expect(loaded).toMatchObject({ ok: true, value: { report: { matched: 40, total: 40 } } });
  const back = await save(webgpu, 'torchvision-vit');
  expect((await bytesOf(back)).equals(await bytesOf(other))).toBe(true);
  expect(await webgpu.undoLoad()).toBe(true);
  expect((await bytesOf(await save(webgpu, 'patchbay'))).equals(started)).toBe(true);

  for (const name of ['wasm', 'cpu'] as const) {
    const session = await open(name);
    expect((await bytesOf(await save(session, 'patchbay'))).equals(started)).toBe(true);
    const seeded = await bytesOf(await save(session, 'torchvision-vit', 99));
    expect(seeded.equals(await bytesOf(other))).toBe(true);
    expect((await bytesOf(await save(session, 'patchbay', 99))).equals(started)).toBe(false);
  }
});
