import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphDocument } from '../graph/document';
import type { RuntimeApi } from '../protocol';
import { readHeader, readTensor } from '../weights/safetensors';
import { classifier } from './testing/documents';
import { experiment, startSession, trainOn, withoutTime } from './testing/startSession';

let session: RuntimeApi;
beforeAll(async () => {
  session = await startSession('wasm');
});
afterAll(() => session.dispose());

const classify: GraphDocument = { ...classifier, experiment };

async function answer(): Promise<readonly { label: string; probability: number }[]> {
  const inputs = { image: { kind: 'sample', index: 1 } } as const;
  const result = await session.run({ document: classify, inputs, taps: [] });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const [output] = result.value.outputs;
  if (output.kind !== 'classes') throw new Error(output.kind);
  return output.top;
}

async function save(convention = 'patchbay'): Promise<Blob> {
  const saved = await session.saveWeights(classify, convention);
  if (!saved.ok) throw new Error(JSON.stringify(saved.diagnostics));
  return saved.value;
}

const trainTo = (steps: number) => trainOn(session, classifier, { steps });

describe('weights in files', () => {
  it.each(['patchbay', 'pytorch'])(
    'come back as they were saved, in the names of %s',
    async (convention) => {
      await trainTo(30);
      const before = await answer();
      const file = await save(convention);
      await session.reset();
      expect(await answer()).not.toEqual(before);
      const loaded = await session.loadWeights(classify, file, { source: 'mine.safetensors' });
      expect(loaded).toMatchObject({
        ok: true,
        value: {
          undoable: true,
          report: { convention: { id: convention }, matched: 8, total: 8, missing: [] },
        },
      });
      expect(await answer()).toEqual(before);
      const inputs = { image: { kind: 'sample', index: 1 } } as const;
      const result = await session.run({ document: classify, inputs, taps: [] });
      expect(result).toMatchObject({
        ok: true,
        value: { trainedSteps: 0, weightsFrom: 'mine.safetensors' },
      });
    },
  );

  it('count as trained: kept in a checkpoint, learned on from, optimiser state fresh', async () => {
    await trainTo(30);
    const file = await save();
    await session.loadWeights(classify, file, { source: 'mine' });
    const checkpoint = await session.checkpoint();
    expect(checkpoint).toMatchObject({ step: 0, source: 'mine' });
    // Eight weights and nothing of Adam.
    expect(Object.keys(checkpoint!.tensors)).toHaveLength(8);
    const learned = await trainOn(session, classifier, { steps: 5 }, true);
    expect(learned.points.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
    const anew = await trainOn(session, classifier, { steps: 5 });
    expect(learned.points[0].loss).toBeLessThan(anew.points[0].loss / 2);

    await session.restore(structuredClone(checkpoint!));
    expect((await session.checkpoint())?.source).toBe('mine');
    const again = await trainOn(session, classifier, { steps: 5 }, true);
    expect(withoutTime(again.points)).toEqual(withoutTime(learned.points));
  });

  it('are taken in part only where that is asked for', async () => {
    await trainTo(10);
    const before = await save();
    const wider = { ...classify.nodes.logits, params: { units: 4 } };
    const other = { ...classify, nodes: { ...classify.nodes, logits: wider } };
    const inspected = await session.inspectWeights(other, before);
    expect(inspected).toMatchObject({
      ok: true,
      value: { matched: 6, total: 8, missing: [], unexpected: [], misshaped: [{}, {}] },
    });
    const refused = await session.loadWeights(other, before);
    expect(refused.diagnostics).toMatchObject([{ code: 'weights/fit' }]);
    expect(await same(await save(), before)).toBe(true);

    await session.reset();
    const taken = await session.loadWeights(other, before, { partial: true });
    expect(taken).toMatchObject({ ok: true, value: { report: { matched: 6 } } });
    const checkpoint = await session.checkpoint();
    expect(Object.keys(checkpoint!.tensors)).toHaveLength(6);
  });

  it('stay as they were where a file is damaged, also in its last byte or while it is read', async () => {
    await trainTo(10);
    const before = await save();
    await session.reset();
    await trainTo(3);
    const now = await save();
    const tensors = (await session.memory()).tensors;
    const short = before.slice(0, before.size - 1);
    const failed = await session.loadWeights(classify, short);
    expect(failed).toMatchObject({ ok: false, diagnostics: [{ code: 'weights/file' }] });
    const vanishing = Object.assign(before.slice(), {
      slice: (begin: number, end: number) => {
        if (begin > before.size / 2) throw new Error('gone');
        return before.slice(begin, end);
      },
    });
    const lost = await session.loadWeights(classify, vanishing);
    expect(lost).toMatchObject({ ok: false, diagnostics: [{ code: 'weights/file' }] });
    expect(await same(await save(), now)).toBe(true);
    expect((await session.memory()).tensors).toBe(tensors);
  });

  it('can be put back once, until something else replaces them', async () => {
    await trainTo(10);
    const file = await save();
    await session.reset();
    await trainTo(3);
    const former = await save();
    await session.loadWeights(classify, file);
    expect(await same(await save(), file)).toBe(true);
    expect(await session.undoLoad()).toBe(true);
    expect(await same(await save(), former)).toBe(true);
    expect((await session.checkpoint())?.step).toBe(3);
    expect(await session.undoLoad()).toBe(false);
    await session.loadWeights(classify, file);
    await trainOn(session, classifier, { steps: 2 }, true);
    expect(await session.undoLoad()).toBe(false);
  });

  it('are not replaced under a training', async () => {
    const file = await save();
    const training = trainOn(session, classifier, { steps: 100_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const refused = await session.loadWeights(classify, file);
    expect(refused.diagnostics).toMatchObject([{ message: 'A training uses the weights.' }]);
    // Saving takes a moment's values.
    expect((await save()).size).toBe(file.size);
    await session.stop();
    await training;
  });

  it('hold no memory that their file does not need', async () => {
    await session.reset();
    const file = await save();
    await session.loadWeights(classify, file);
    await session.undoLoad();
    const { tensors } = await session.memory();
    for (let i = 0; i < 3; i++) {
      await session.loadWeights(classify, file);
      await session.inspectWeights(classify, file);
      await save('pytorch');
      await session.undoLoad();
    }
    expect((await session.memory()).tensors).toBe(tensors);
  });

  it('are refused where none belongs to the graph, and where the graph has none', async () => {
    const file = await save();
    const empty: GraphDocument = { ...classify, nodes: {}, edges: [] };
    expect((await session.inspectWeights(empty, file)).diagnostics).toMatchObject([
      { message: 'This graph has no weights.' },
    ]);
    expect(await session.saveWeights(empty, 'patchbay')).toMatchObject({ ok: false });
    const text = new Blob(['not weights at all, but long enough to have a length']);
    expect((await session.inspectWeights(classify, text)).diagnostics).toMatchObject([
      { code: 'weights/file', hint: expect.stringContaining('.safetensors') },
    ]);
  });
});

describe('starting values', () => {
  it('are the same to the last bit on cpu and wasm', async () => {
    await session.reset();
    const wasm = await save();
    const cpu = await startSession('cpu');
    const saved = await cpu.saveWeights(classify, 'patchbay');
    if (!saved.ok) throw new Error(saved.diagnostics[0].message);
    expect(await same(saved.value, wasm)).toBe(true);
    await cpu.dispose();
    const { tensors } = await readHeader(wasm);
    const kernel = await readTensor(wasm, tensors.get('logits/kernel')!);
    expect(new Set(kernel).size).toBeGreaterThan(40);
  });
});

async function same(a: Blob, b: Blob): Promise<boolean> {
  const [left, right] = await Promise.all([a.arrayBuffer(), b.arrayBuffer()]);
  return Buffer.from(left).equals(Buffer.from(right));
}
