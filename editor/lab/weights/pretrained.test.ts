import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { preset } from '../../../presets/use-lite';
import { failure, type fetchPackFile, type LoadedFile, success } from '../../../runtime/index';
import { emptyLab, type LabState } from '../labState';
import { usualSettings } from '../run/write/decoding';
import { createFakeRuntime } from '../testing/fakeRuntime';
import { createPretrained } from './pretrained';

const graph = preset.document;
const whole: LoadedFile = {
  report: {
    convention: null,
    matched: 37,
    total: 37,
    missing: [],
    unexpected: [],
    misshaped: [],
  } as unknown as LoadedFile['report'],
  undoable: false,
};

function setUp(fetchFile: typeof fetchPackFile = async () => new Blob(['weights'])) {
  const runtime = createFakeRuntime();
  const loadWeights = vi.fn(runtime.loadWeights).mockResolvedValue(success(whole));
  runtime.loadWeights = loadWeights;
  const lab = createStore<LabState>()(() => ({
    ...emptyLab,
    tab: 'run',
    open: true,
    touched: true,
    writing: usualSettings,
  }));
  const at = { epoch: 1 };
  const fetched = vi.fn(fetchFile);
  const pretrained = createPretrained({ runtime, lab, epoch: () => at.epoch, fetchFile: fetched });
  return { pretrained, lab, at, fetched, loadWeights };
}

describe('the trained weights of a preset', () => {
  it('are loaded before the first run, and only then', async () => {
    const { pretrained, lab, at, fetched, loadWeights } = setUp();
    expect(await pretrained.load(graph)).toMatchObject({ ok: true, diagnostics: [] });
    expect(fetched.mock.calls[0].slice(1, 3)).toEqual(['use-lite', 'weights.safetensors']);
    expect(loadWeights.mock.calls[0][2]).toEqual({ source: preset.title, partial: true });
    expect(lab.getState().loaded).toEqual({ name: preset.title, undoable: false });
    await pretrained.load(graph);
    lab.setState({ loaded: null });
    // Forgotten on purpose.
    await pretrained.load(graph);
    expect(fetched).toHaveBeenCalledTimes(1);
    at.epoch = 2;
    await pretrained.load(graph);
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('leave alone what was trained or loaded here, and graphs that name none', async () => {
    const { pretrained, lab, fetched } = setUp();
    const { pretrained: _, ...plain } = graph;
    await pretrained.load(plain);
    lab.setState({ loaded: { name: 'mine.safetensors', undoable: true } });
    await pretrained.load(graph);
    expect(fetched).not.toHaveBeenCalled();
  });

  it('tell how much has come, and stop when asked', async () => {
    const { pretrained, lab, loadWeights } = setUp(
      (_base, _pack, _file, { signal, onProgress } = {}) =>
        new Promise((_resolve, reject) => {
          onProgress?.(12_000_000, 28_000_000);
          signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        }),
    );
    const loading = pretrained.load(graph);
    expect(lab.getState().fetching).toEqual({ done: 12_000_000, total: 28_000_000 });
    pretrained.stop();
    expect(await loading).toMatchObject({ ok: false, diagnostics: [{ code: 'run/stopped' }] });
    expect(lab.getState().fetching).toBeNull();
    expect(loadWeights).not.toHaveBeenCalled();
  });

  it('say what hinders, and are asked for again by the next run', async () => {
    const fetchFile = vi.fn<typeof fetchPackFile>().mockRejectedValueOnce(new TypeError('network'));
    fetchFile.mockResolvedValue(new Blob());
    const { pretrained, lab } = setUp(fetchFile);
    expect(await pretrained.load(graph)).toMatchObject({
      ok: false,
      diagnostics: [{ message: 'The data pack of this graph could not be fetched.', at: {} }],
    });
    expect(await pretrained.load(graph)).toMatchObject({ ok: true });
    expect(lab.getState().loaded?.name).toBe(preset.title);
  });

  it('that fit in part or not at all let a changed graph run, and say so', async () => {
    const { pretrained, lab, at, loadWeights } = setUp();
    loadWeights.mockResolvedValueOnce(
      success({ ...whole, report: { ...whole.report, matched: 30 } }),
    );
    expect(await pretrained.load(graph)).toMatchObject({
      ok: true,
      diagnostics: [{ message: expect.stringContaining('30 of 37 weights are the trained ones') }],
    });
    at.epoch = 2;
    const misfit = { code: 'weights/fit', severity: 'error', message: '', at: {} } as const;
    loadWeights.mockResolvedValueOnce(failure(misfit));
    lab.setState({ loaded: null });
    expect(await pretrained.load(graph)).toMatchObject({
      ok: true,
      diagnostics: [{ message: 'The trained weights do not fit the changed graph.' }],
    });
    expect(lab.getState().loaded).toBeNull();
  });
});
