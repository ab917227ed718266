/** A document goes from one tab to another while something is trained. */
import { beforeEach, expect, test } from 'vitest';
import { preset } from '../../presets/vit-tiny';
import { BASE, type Checkpoint } from '../../runtime/index';
import { forkVariant } from '../commands/variants';
import type { StoredTraining } from '../persistence/storage';
import type { TrainingToSave } from '../persistence/workspace';
import { createEditorStore, type EditorStore } from '../store/createEditorStore';
import { noProgress } from '../store/session';
import { createRuntimeController, type RuntimeController } from './runtimeController';
import { createFakeRuntime, type FakeRuntime, progressOf, summaryOf } from './testing/fakeRuntime';
import { createFakeShelf } from './testing/fakeShelf';

const weights = (step: number): Checkpoint => ({ step, seed: 1, tensors: {} });
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

let store: EditorStore;
let runtime: FakeRuntime;
let controller: RuntimeController;
let saved: TrainingToSave[];
let stored: { training: StoredTraining; fits: boolean } | null;
/** Another tab asks for the document. */
let handOver: () => Promise<unknown>;

beforeEach(async () => {
  store = createEditorStore({ document: preset.document });
  runtime = createFakeRuntime();
  saved = [];
  stored = null;
  controller = createRuntimeController({
    store,
    runtime,
    workspace: createFakeShelf({
      async saveTraining(training) {
        saved.push(training);
        return true;
      },
      loadTraining: async () => stored,
      onHandOver(work) {
        handOver = work;
        return () => {};
      },
    }),
  });
  await settle();
  return () => controller.dispose();
});

test('a training is stopped and kept before the other tab has the document', async () => {
  const done = controller.train();
  await settle();
  runtime.tell(progressOf(0, 5, 20));
  runtime.held = weights(5);
  const over = handOver();
  await settle();
  expect(runtime.calls.at(-1)).toBe('stop');
  expect(saved).toEqual([]);
  runtime.finish({ ok: true, value: summaryOf(5, true), diagnostics: [] });
  await over;
  expect(saved.at(-1)).toMatchObject({ checkpoint: { step: 5 } });
  await done;
});

test('a comparison is interrupted', async () => {
  store.getState().commit(forkVariant(BASE));
  await settle();
  void controller.board.train();
  await settle();
  await settle();
  expect(controller.board.state.getState().running).toBe(true);
  await handOver();
  expect(controller.board.state.getState().running).toBe(false);
});

test('what the other tab kept is shown when the document comes', async () => {
  store.getState().setReadOnly(true);
  const progress = { ...noProgress, step: 9, steps: 20 };
  const checkpoint = weights(9);
  stored = {
    training: { documentId: 'a', slot: '', saved: 1, checkpoint, progress, summary: null },
    fits: true,
  };
  await settle();
  expect(runtime.restored).toEqual([]);
  store.getState().setReadOnly(false);
  await settle();
  expect(runtime.restored).toEqual([checkpoint]);
  expect(controller.lab.getState().training?.progress.step).toBe(9);
});
