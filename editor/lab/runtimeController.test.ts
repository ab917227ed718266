/** The controller: the worker's answers become the session, and what was learned is kept. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { presets } from '../../presets/index';
import {
  analyze,
  BASE,
  type Checkpoint,
  emptyDocument,
  type GraphDocument,
} from '../../runtime/index';
import { setExperiment } from '../commands/document';
import { forkVariant, makeBase } from '../commands/variants';
import type { StoredTraining } from '../persistence/storage';
import type { TrainingToSave, WorkspaceState } from '../persistence/workspace';
import { createEditorStore, type EditorStore } from '../store/createEditorStore';
import { noProgress } from '../store/session';
import { findAttention } from './look/attentionSources';
import { createRuntimeController, type RuntimeController } from './runtimeController';
import { createFakeRuntime, type FakeRuntime, progressOf, summaryOf } from './testing/fakeRuntime';
import { createFakeShelf } from './testing/fakeShelf';

const vit = presets.find(({ id }) => id === 'vit-tiny')?.document as GraphDocument;
const transformer = presets.find(({ id }) => id === 'transformer-tiny')?.document as GraphDocument;
const weights = (step: number): Checkpoint => ({ step, seed: 1, tensors: {} });

let store: EditorStore;
let runtime: FakeRuntime;
let controller: RuntimeController;
let saved: TrainingToSave[];
/** No room is left. */
let full: boolean;
/** By variant. */
let kept: Record<string, { training: StoredTraining; fits: boolean }>;
let stored: { training: StoredTraining; fits: boolean } | null;
const open = createStore<Pick<WorkspaceState, 'current'>>()(() => ({ current: null }));

/** Everything that is under way has come to its end. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function openDocument(id: string, document: GraphDocument): Promise<void> {
  store.getState().load(document);
  open.setState({ current: { id, source: null } });
  await settle();
}

beforeEach(async () => {
  store = createEditorStore();
  runtime = createFakeRuntime();
  saved = [];
  stored = null;
  full = false;
  kept = {};
  open.setState({ current: null });
  controller = createRuntimeController({
    store,
    runtime,
    workspace: createFakeShelf({
      state: open as never,
      async saveTraining(training) {
        if (full) return false;
        saved.push(training);
        return true;
      },
      loadTraining: async () => kept[store.getState().view.variant] ?? stored,
      async forgetTrainings() {
        stored = null;
      },
    }),
  });
  await openDocument('a', vit);
  return () => controller.dispose();
});

const session = () => store.getState().session;
const lab = () => controller.lab.getState();
const curve = () => lab().training?.progress.points.map(({ step }) => step);

/** A training of four steps from start to end. */
async function trainFour(first = 0): Promise<void> {
  const done = controller.train();
  await settle();
  runtime.tell(progressOf(first, first + 4, first + 4));
  runtime.held = weights(first + 4);
  runtime.finish({ ok: true, value: summaryOf(first + 4), diagnostics: [] });
  await done;
}

describe('running', () => {
  test('nothing is started before the first run', () => {
    expect(runtime.calls).not.toContain('start');
    expect(store.getState().backend).toBeNull();
  });

  test('feeds a test example and brings all attention of a small graph', async () => {
    await controller.run();
    expect(runtime.runs[0].inputs).toEqual({ image: { kind: 'sample', index: 0 } });
    const attention = findAttention(vit, analyze(vit)).map(({ tap }) => tap);
    expect(attention.length).toBeGreaterThan(0);
    expect(runtime.runs[0].taps).toEqual(attention);
    expect(session()).toMatchObject({ kind: 'finished', task: 'run' });
    expect(store.getState().backend?.label).toBe('JavaScript');
    expect(lab()).toMatchObject({ ranOn: vit, open: true, tab: 'run' });
  });

  test('an empty field is told at the field, not to the worker', async () => {
    await openDocument('b', transformer);
    controller.edit('source', { kind: 'text', text: '' });
    await controller.run();
    expect(lab()).toMatchObject({ missingInput: 'source', tab: 'run', open: true });
    expect(runtime.runs).toHaveLength(0);
  });

  test('choosing another example runs again, once there was a run', async () => {
    controller.choose('image', { kind: 'sample', index: 3 });
    await settle();
    expect(runtime.runs).toHaveLength(0);
    await controller.run();
    controller.choose('image', { kind: 'sample', index: 4 });
    await settle();
    expect(runtime.runs.map(({ inputs }) => inputs.image)).toEqual([
      { kind: 'sample', index: 3 },
      { kind: 'sample', index: 4 },
    ]);
  });

  test('a failure keeps the graph and says why', async () => {
    const diagnostic = {
      code: 'run/memory',
      severity: 'error',
      message: 'Too much',
      at: {},
    } as const;
    runtime.answer = { ok: false, diagnostics: [diagnostic] };
    await controller.run();
    expect(session()).toMatchObject({ kind: 'failed', task: 'run', diagnostics: [diagnostic] });
    expect(store.getState().document).toBe(vit);
  });
});

describe('training', () => {
  test('its end is shown and saved with the weights', async () => {
    await trainFour();
    expect(runtime.trainings[0]).toMatchObject({ document: vit, resume: false });
    expect(session()).toMatchObject({ kind: 'finished', summary: summaryOf(4) });
    expect(curve()).toEqual([0, 1, 2, 3]);
    expect(saved.at(-1)).toMatchObject({
      document: vit,
      checkpoint: { step: 4 },
      summary: { steps: 4 },
    });
    expect(lab().saved).toEqual({ kind: 'saved', step: 4 });
  });

  test('goes on after a run, as one curve', async () => {
    await trainFour();
    await controller.run();
    await trainFour(4);
    expect(runtime.trainings[1].resume).toBe(true);
    expect(curve()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('keeps to the graph it began with while another is drawn', async () => {
    const done = controller.train();
    await settle();
    store.getState().commit(setExperiment(undefined));
    expect(lab().trainedOn).toBe(vit);
    runtime.finish({ ok: true, value: summaryOf(4), diagnostics: [] });
    runtime.held = weights(4);
    await done;
    expect(saved.every(({ document }) => document === vit)).toBe(true);
  });

  test('a curve that ran ahead of the weights is saved up to them', async () => {
    const done = controller.train();
    await settle();
    runtime.tell(progressOf(0, 8, 20));
    runtime.held = weights(5);
    await controller.pause();
    expect(saved[0].progress.points.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
    expect(saved[0].summary).toBeNull();
    runtime.finish({ ok: true, value: summaryOf(8, true), diagnostics: [] });
    await done;
  });

  test('a dead worker ends it with a message; the curve stays', async () => {
    const done = controller.train();
    await settle();
    runtime.tell(progressOf(0, 3, 20));
    const diagnostic = {
      code: 'run/internal',
      severity: 'error',
      message: 'Died',
      at: {},
    } as const;
    runtime.finish({ ok: false, diagnostics: [diagnostic] });
    await done;
    expect(session()).toMatchObject({ kind: 'failed', task: 'train' });
    expect(lab().training).toMatchObject({ diagnostics: [diagnostic], summary: null });
    expect(curve()).toEqual([0, 1, 2]);
  });

  test('a training that never took a step is begun again, not resumed', async () => {
    const done = controller.train();
    await settle();
    const diagnostic = { code: 'train/data', severity: 'error', message: 'No', at: {} } as const;
    runtime.finish({ ok: false, diagnostics: [diagnostic] });
    await done;
    await trainFour();
    expect(runtime.trainings.map(({ resume }) => resume)).toEqual([false, false]);
  });

  test('starting over drops what was kept', async () => {
    await trainFour();
    const over = controller.startOver();
    await settle();
    expect(runtime.calls.slice(-2)).toEqual(['reset', 'train']);
    expect(runtime.trainings[1].resume).toBe(false);
    expect(curve()).toEqual([]);
    runtime.finish({ ok: true, value: summaryOf(4), diagnostics: [] });
    await over;
  });
});

describe('documents', () => {
  test('what was learned comes back with the document, before anything computes', async () => {
    const progress = {
      ...noProgress,
      step: 4,
      steps: 4,
      points: [{ step: 3, loss: 1, accuracy: null, gradientNorm: null, seconds: 1 }],
    };
    const training = {
      documentId: 'b',
      slot: 'base:h',
      saved: 0,
      checkpoint: weights(4),
      progress,
      summary: summaryOf(4),
    };
    stored = { training, fits: true };
    await openDocument('b', transformer);
    expect(runtime.restored).toEqual([weights(4)]);
    expect(runtime.calls).not.toContain('start');
    expect(session()).toMatchObject({ kind: 'finished', summary: { steps: 4 } });
    expect(lab().trainedOn).toBe(transformer);
    const done = controller.train();
    await settle();
    expect(runtime.trainings[0].resume).toBe(true);
    runtime.finish({ ok: true, value: summaryOf(8), diagnostics: [] });
    await done;
  });

  test('a training whose page was closed comes back without a summary', async () => {
    const progress = {
      ...noProgress,
      step: 2,
      steps: 4,
      points: [{ step: 1, loss: 1, accuracy: null, gradientNorm: null, seconds: 1 }],
    };
    const training = {
      documentId: 'b',
      slot: 'base:h',
      saved: 0,
      checkpoint: weights(2),
      progress,
      summary: null,
    };
    stored = { training, fits: false };
    await openDocument('b', transformer);
    expect(session().kind).toBe('idle');
    expect(lab()).toMatchObject({ training: { progress, summary: null }, trainedOn: null });
    await trainFour(2);
    expect(curve()).toEqual([1, 2, 3, 4, 5]);
  });

  test('leaving asks, and ends the training only then', async () => {
    const done = controller.train();
    await settle();
    runtime.tell(progressOf(0, 1, 20));
    const stays = controller.confirmLeave('graph');
    expect(lab().leaving).toBe('graph');
    controller.answerLeave(false);
    expect(await stays).toBe(false);
    expect(session().kind).toBe('training');

    const leaves = controller.confirmLeave('graph');
    controller.answerLeave(true);
    await settle();
    expect(runtime.calls.at(-1)).toBe('stop');
    runtime.held = weights(1);
    runtime.finish({ ok: true, value: summaryOf(1, true), diagnostics: [] });
    expect(await leaves).toBe(true);
    await done;
    expect(saved.at(-1)?.checkpoint.step).toBe(1);
    expect(lab().leaving).toBeNull();
  });

  test('what comes late of the document before is dropped', async () => {
    const done = controller.train();
    await settle();
    await openDocument('b', emptyDocument());
    runtime.tell(progressOf(0, 3, 20));
    runtime.held = weights(3);
    runtime.finish({ ok: true, value: summaryOf(3), diagnostics: [] });
    await done;
    expect(session().kind).toBe('idle');
    expect(lab()).toMatchObject({ training: null, trainedOn: null, inputs: {} });
    expect(saved).toEqual([]);
    expect(runtime.calls).toContain('reset');
  });
});

describe('variants', () => {
  const keptAs = (variant: string, step: number) => {
    const point = { step: step - 1, loss: 1, accuracy: null, gradientNorm: null, seconds: 1 };
    const progress = { ...noProgress, step, points: [point] };
    kept[variant] = {
      training: {
        documentId: 'a',
        slot: `${variant}:h`,
        saved: 0,
        checkpoint: weights(step),
        progress,
        summary: summaryOf(step),
      },
      fits: true,
    };
  };
  const state = () => store.getState();

  test('each has its own training; what is fed to them stays', async () => {
    state().commit(forkVariant(BASE));
    await settle();
    controller.choose('image', { kind: 'sample', index: 7 });
    keptAs(BASE, 4);
    keptAs('v1', 6);
    state().showVariant(BASE);
    await settle();
    expect(runtime.restored.at(-1)?.step).toBe(4);
    expect(session()).toMatchObject({ kind: 'finished', summary: { steps: 4 } });
    state().showVariant('v1');
    expect(session().kind).toBe('idle');
    expect(lab().training).toBeNull();
    await settle();
    expect(runtime.calls.slice(-3)).toEqual(['stop', 'reset', 'restore']);
    expect(curve()).toEqual([5]);
    expect(lab().trainedOn).toBe(state().document);
    expect(lab().inputs).toEqual({ image: { kind: 'sample', index: 7 } });
    await openDocument('b', vit);
    expect(lab().inputs).toEqual({});
  });

  test('a run of one is not shown with another', async () => {
    state().commit(forkVariant(BASE));
    await controller.run();
    expect(state().lastRun).not.toBeNull();
    state().showVariant(BASE);
    expect(state().lastRun).toBeNull();
    expect(lab().ranOn).toBeNull();
  });

  test('one that becomes the base goes on with its training', async () => {
    state().commit(forkVariant(BASE));
    await settle();
    const done = controller.train();
    await settle();
    runtime.tell(progressOf(0, 2, 4));
    const calls = runtime.calls.length;
    state().commit(makeBase('v1'));
    expect(state().view.variant).toBe(BASE);
    state().undo();
    state().redo();
    runtime.tell(progressOf(2, 4, 4));
    expect(runtime.calls).toHaveLength(calls);
    expect(curve()).toEqual([0, 1, 2, 3]);
    runtime.held = weights(4);
    runtime.finish({ ok: true, value: summaryOf(4), diagnostics: [] });
    await done;
    expect(saved.at(-1)).toMatchObject({ checkpoint: { step: 4 } });
  });

  test('a whole training is a result, under the place that the variant has then', async () => {
    const results = () => state().history.present.results?.map(({ variant }) => variant);
    const trained = async (stopped = false) => {
      runtime.tell(progressOf(0, 4, 4));
      runtime.held = weights(4);
      runtime.finish({ ok: true, value: summaryOf(4, stopped), diagnostics: [] });
      await settle();
    };
    void controller.train();
    await settle();
    await trained();
    // There is nothing to compare it with.
    expect(results()).toBeUndefined();
    state().commit(forkVariant(BASE));
    await settle();
    void controller.startOver();
    await settle();
    await trained(true);
    expect(results()).toBeUndefined();
    void controller.startOver();
    await settle();
    await settle();
    state().commit(makeBase('v1'));
    await trained();
    expect(results()).toEqual([BASE]);
    expect(state().history.past).toHaveLength(2);
    // What goes on from there is no training of the length that the others have.
    state().commit(setExperiment({ ...(vit.experiment as object), steps: 8 } as never));
    void controller.train();
    await settle();
    await trained();
    expect(results()).toEqual([BASE]);
    expect(state().history.present.results).toHaveLength(1);
  });

  test('what comes late of the one before is dropped', async () => {
    state().commit(forkVariant(BASE));
    await settle();
    const done = controller.train();
    await settle();
    state().showVariant(BASE);
    await settle();
    runtime.tell(progressOf(0, 3, 20));
    runtime.held = weights(3);
    runtime.finish({ ok: true, value: summaryOf(3), diagnostics: [] });
    await done;
    expect(session().kind).toBe('idle');
    expect(lab()).toMatchObject({ training: null, trainedOn: null });
    expect(saved).toEqual([]);
  });

  test('weights that are kept nowhere are not dropped unasked', async () => {
    full = true;
    await trainFour();
    expect(lab().saved).toEqual({ kind: 'failed' });
    const stays = controller.confirmLeave('variant');
    await settle();
    expect(lab().leaving).toBe('weights');
    controller.answerLeave(false);
    expect(await stays).toBe(false);
    expect(await controller.confirmLeave('graph')).toBe(true);
  });
});

describe('while variants are trained side by side', () => {
  beforeEach(async () => {
    store.getState().commit(forkVariant(BASE));
    await settle();
    void controller.board.train();
    await settle();
    await settle();
  });

  test('nothing else is run or trained, and another variant may be shown', async () => {
    expect(runtime.trainings.map(({ slot }) => slot).sort()).toEqual(['board:base', 'board:v1']);
    await controller.run();
    await controller.train();
    expect(runtime.runs).toHaveLength(0);
    expect(runtime.trainings).toHaveLength(2);
    expect(await controller.confirmLeave('variant')).toBe(true);
    store.getState().showVariant(BASE);
    await settle();
    expect(controller.board.state.getState().running).toBe(true);
  });

  test('another document is opened only where that is wanted', async () => {
    const staying = controller.confirmLeave('graph');
    expect(lab().leaving).toBe('board');
    controller.answerLeave(false);
    expect(await staying).toBe(false);
    expect(controller.board.state.getState().running).toBe(true);
    const leaving = controller.confirmLeave('graph');
    controller.answerLeave(true);
    expect(await leaving).toBe(true);
    expect(controller.board.state.getState().running).toBe(false);
  });
});
