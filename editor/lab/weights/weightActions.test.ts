/** Loading weights in the lab: nothing is replaced unasked, and what was there can come back. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { presets } from '../../../presets/index';
import type { Checkpoint, GraphDocument, WeightReport } from '../../../runtime/index';
import type { TrainingToSave, WorkspaceState } from '../../persistence/workspace';
import { createEditorStore, type EditorStore } from '../../store/createEditorStore';
import { createRuntimeController, type RuntimeController } from '../runtimeController';
import { createFakeRuntime, type FakeRuntime, progressOf, summaryOf } from '../testing/fakeRuntime';
import { createFakeShelf } from '../testing/fakeShelf';
import { countsOf, problemsOf, shareOf, shortName } from './weightsState';

const vit = presets.find(({ id }) => id === 'vit-tiny')?.document as GraphDocument;
const large = presets.find(({ id }) => id === 'aa-resnet-50')?.document as GraphDocument;
const report: WeightReport = {
  convention: { id: 'timm-vit', title: 'timm, Vision Transformer' },
  total: 40,
  matched: 38,
  missing: [{ name: 'norm/beta', shape: [64], wanted: 'norm.bias' }],
  unexpected: [{ name: 'extra', shape: [3, 4] }],
  misshaped: [{ name: 'head/bias', stored: 'head.bias', message: '10 here, 7 in the file' }],
  conversions: [],
};
const file = new File(['x'], 'mine.safetensors');
const ok = <T>(value: T) => ({ ok: true as const, value, diagnostics: [] });
const damaged = {
  ok: false as const,
  diagnostics: [
    { code: 'weights/file', severity: 'error', message: 'The file is damaged.', at: {} } as const,
  ],
};

let store: EditorStore;
let runtime: FakeRuntime;
let controller: RuntimeController;
let saved: TrainingToSave[];
let forgotten: number;
let taken: { convention?: string; partial?: boolean }[];
const open = createStore<Pick<WorkspaceState, 'current'>>()(() => ({ current: null }));
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const lab = () => controller.lab.getState();
const weights = (step: number, source?: string): Checkpoint => ({
  step,
  seed: 1,
  tensors: {},
  ...(source && { source }),
});

async function openDocument(id: string, document: GraphDocument): Promise<void> {
  store.getState().load(document);
  open.setState({ current: { id, source: null } });
  await settle();
}

beforeEach(async () => {
  store = createEditorStore();
  runtime = createFakeRuntime();
  saved = [];
  forgotten = 0;
  taken = [];
  runtime.inspectWeights = async () => ok(report);
  runtime.loadWeights = async (_document, _file, options = {}) => {
    taken.push(options);
    runtime.held = weights(0, options.source);
    return ok({ report, undoable: true });
  };
  open.setState({ current: null });
  controller = createRuntimeController({
    store,
    runtime,
    workspace: createFakeShelf({
      state: open as never,
      async saveTraining(training) {
        saved.push(training);
        return true;
      },
      async forgetTrainings() {
        forgotten++;
      },
    }),
  });
  await openDocument('a', vit);
  return () => controller.dispose();
});

async function load(): Promise<void> {
  await controller.weights.inspect(file);
  await controller.weights.load();
  await settle();
}

async function trainFour(first = 0): Promise<void> {
  const done = controller.train();
  await settle();
  runtime.tell(progressOf(first, first + 4, first + 4));
  runtime.held = weights(first + 4);
  runtime.finish(ok(summaryOf(first + 4)));
  await done;
}

describe('loading', () => {
  test('tells what a file would do, and replaces nothing until that is agreed to', async () => {
    await controller.weights.inspect(file);
    expect(lab().weightsDialog).toEqual({ kind: 'report', file, report });
    controller.weights.close();
    await controller.weights.load();
    expect(taken).toEqual([]);
    expect(lab().loaded).toBeNull();
  });

  test('takes the convention that was told, saves, and answers anew', async () => {
    await controller.run();
    await load();
    expect(taken).toEqual([{ convention: 'timm-vit', partial: true, source: 'mine.safetensors' }]);
    expect(lab()).toMatchObject({
      weightsDialog: null,
      training: null,
      loaded: { name: 'mine.safetensors', undoable: true },
      saved: { kind: 'saved', step: 0 },
    });
    expect(saved.map(({ checkpoint }) => checkpoint.source)).toEqual(['mine.safetensors']);
    expect(runtime.runs).toHaveLength(2);
  });

  test('training goes on from them, and they can no longer be put back', async () => {
    await load();
    await trainFour();
    expect(runtime.trainings.map(({ resume }) => resume)).toEqual([true]);
    expect(lab().loaded).toEqual({ name: 'mine.safetensors', undoable: false });
  });

  test('a damaged file is told, and all stays', async () => {
    await trainFour();
    const before = lab();
    runtime.inspectWeights = async () => damaged;
    await controller.weights.inspect(file);
    expect(lab()).toEqual({
      ...before,
      weightsDialog: { kind: 'failed', task: 'load', diagnostics: damaged.diagnostics },
    });
    runtime.inspectWeights = async () => ok(report);
    runtime.loadWeights = async () => damaged;
    await load();
    expect(lab()).toMatchObject({ training: before.training, loaded: null });
  });

  test('nothing is loaded under a training, nor into another document', async () => {
    const done = controller.train();
    await settle();
    await controller.weights.inspect(file);
    expect(lab().weightsDialog).toBeNull();
    runtime.finish(ok(summaryOf(0, true)));
    await done;
    const reading = controller.weights.inspect(file);
    await openDocument('b', vit);
    await reading;
    expect(lab().weightsDialog).toBeNull();
  });

  test('what is too large to be kept is told so', async () => {
    const wide = large.hyperparameters.map((entry) =>
      entry.name === 'width' ? { ...entry, value: 256 } : entry,
    );
    await openDocument('c', { ...large, hyperparameters: wide });
    await load();
    expect(lab().saved).toEqual({ kind: 'too-large' });
    expect(saved).toEqual([]);
  });
});

describe('putting back', () => {
  test('a training comes back with its curve', async () => {
    await trainFour();
    const { training } = lab();
    await load();
    runtime.undoLoad = async () => {
      runtime.held = weights(4);
      return true;
    };
    await controller.weights.putBack();
    await settle();
    expect(lab()).toMatchObject({ training, loaded: null, saved: { kind: 'saved', step: 4 } });
    await trainFour(4);
    expect(runtime.trainings.at(-1)?.resume).toBe(true);
    expect(lab().training?.progress.points).toHaveLength(8);
  });

  test('nothing learned comes back as nothing, also after a reload', async () => {
    await load();
    runtime.undoLoad = async () => true;
    await controller.weights.putBack();
    await settle();
    expect(lab()).toMatchObject({ training: null, loaded: null });
    expect(forgotten).toBe(1);
  });

  test('where they are gone, the loaded ones stay', async () => {
    await load();
    await controller.weights.putBack();
    expect(lab().loaded).toEqual({ name: 'mine.safetensors', undoable: false });
  });
});

test('forgotten, training starts from the seed', async () => {
  await load();
  controller.weights.askToForget();
  expect(lab().weightsDialog).toEqual({ kind: 'forgetting' });
  await controller.weights.forget();
  expect(lab()).toMatchObject({ weightsDialog: null, loaded: null, training: null });
  expect(forgotten).toBe(1);
  await trainFour();
  expect(runtime.trainings.at(-1)?.resume).toBe(false);
});

test('a report in words', () => {
  expect(shareOf(report)).toBe('38 of 40 weights');
  expect(shareOf({ matched: 40, total: 40 })).toBe('all 40 weights');
  expect(countsOf(report)).toEqual([
    '38 of 40 fit',
    '1 with another shape',
    '1 missing',
    '1 in the file only',
  ]);
  expect(problemsOf(report).map(({ name, text }) => `${name}: ${text}`)).toEqual([
    'head/bias: head.bias: 10 here, 7 in the file',
    'norm/beta: not in the file, where it would be norm.bias',
    'extra: only in the file, 3 × 4; not used',
  ]);
  expect(shortName('short.safetensors')).toBe('short.safetensors');
  expect(shortName('a'.repeat(60))).toHaveLength(39);
});
