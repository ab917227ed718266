/** Variants trained side by side in a real session: the same again, after a stop, a failure, a reload. */
import { afterEach, expect, test } from 'vitest';
import {
  type GraphDocument,
  type RunRecord,
  type RuntimeClient,
  toVariant,
} from '../../../runtime/index';
import { classifier } from '../../../runtime/session/testing/documents';
import { experiment } from '../../../runtime/session/testing/startSession';
import { setExperiment } from '../../commands/document';
import { makeBase, removeVariant } from '../../commands/variants';
import type { StoredTraining } from '../../persistence/storage';
import { createEditorStore, type EditorStore } from '../../store/createEditorStore';
import { selectWhole, slotOf } from '../../store/selectors';
import { noProgress, progressOf } from '../../store/session';
import { type BoardController, type BoardShelf, createBoard } from './boardController';
import { isPaused, type Lane } from './boardState';
import { contestantsOf } from './contestants';
import { runsOf } from './runRecords';
import { sessionClient } from './testing/sessionClient';

const base: GraphDocument = { ...classifier, experiment: { ...experiment, steps: 30 } };
const smaller = {
  ...base,
  title: 'Slower',
  experiment: { ...base.experiment, learningRate: 0.005 },
};
const diverging = {
  ...base,
  title: 'Diverging',
  experiment: { ...base.experiment, optimizer: 'sgd', learningRate: 1e30, warmupSteps: 0 },
};

const comparing = (...variants: readonly object[]): GraphDocument => ({
  ...base,
  variants: variants.map((each, at) =>
    toVariant(`v${at + 1}`, each as GraphDocument, base.experiment),
  ),
  comparison: { seeds: 2 },
});

type Kept = Pick<StoredTraining, 'checkpoint' | 'progress' | 'summary'>;

interface Bench {
  readonly store: EditorStore;
  readonly board: BoardController;
  readonly runtime: RuntimeClient;
  readonly results: () => readonly RunRecord[];
  /** By variant, as the lab finds them. */
  readonly own: Map<string, Kept>;
  readonly learned: string[];
  /** Does something when all trainings together ask for that batch; resolves when it is done. */
  readonly atBatch: (count: number, work: () => void | Promise<void>) => Promise<void>;
}

/** What the board keeps on this computer, which outlives a page. */
type Disk = Map<string, Kept>;

const opened: { board: BoardController; runtime: RuntimeClient }[] = [];
afterEach(async () => {
  for (const { board, runtime } of opened.splice(0)) {
    board.dispose();
    await runtime.dispose();
  }
});

async function openPage(document: GraphDocument, disk: Disk = new Map()): Promise<Bench> {
  const store = createEditorStore({ document });
  let calls: { readonly at: number; readonly work: () => void }[] = [];
  const runtime = await sessionClient((count) => {
    const due = calls.filter(({ at }) => at === count);
    calls = calls.filter(({ at }) => at !== count);
    for (const { work } of due) work();
  });
  const own = new Map<string, Kept>();
  const learned: string[] = [];
  const shelf: BoardShelf = {
    loadTraining: async () => null,
    async saveTraining(training, variant = '') {
      own.set(variant, training);
      return true;
    },
    async saveBoardTraining(training, variant, key) {
      disk.set(`${variant} ${key}`, structuredClone(training));
      return true;
    },
    loadBoardTraining: async (variant, key) =>
      (disk.get(`${variant} ${key}`) as StoredTraining | undefined) ?? null,
    async forgetBoardTrainings(variants) {
      for (const key of [...disk.keys()]) {
        if (variants.some((variant) => key.startsWith(`${variant} `))) disk.delete(key);
      }
    },
  };
  const board = createBoard({
    store,
    runtime,
    shelf,
    start: () => runtime.start({}),
    onLearned: (slot) => learned.push(slot),
    now: () => 0,
  });
  opened.push({ board, runtime });
  const results = () => selectWhole(store.getState()).results ?? [];
  const atBatch: Bench['atBatch'] = (at, work) =>
    new Promise((resolve) => {
      calls.push({ at, work: () => resolve(work()) });
    });
  return { store, board, runtime, results, own, learned, atBatch };
}

/** What the machine's speed has no part in. */
function withoutTime({ seconds: _, curve, ...run }: RunRecord) {
  return { ...run, curve: { step: curve.step, loss: curve.loss } };
}

const bySeed = (runs: readonly RunRecord[]) =>
  runs.map(withoutTime).sort((a, b) => a.variant.localeCompare(b.variant) || a.seed - b.seed);

test('twice the same board gives the same results, one for each variant and seed', async () => {
  const one = await openPage(comparing(smaller));
  await one.board.train();
  const runs = one.results();
  expect(runs.map(({ variant, seed, status }) => `${variant} ${seed} ${status}`).sort()).toEqual([
    'base 7 done',
    'base 8 done',
    'v1 7 done',
    'v1 8 done',
  ]);
  for (const { curve, test: tested, parameters } of runs) {
    expect(curve.step).toHaveLength(30);
    expect(tested?.kind).toBe('accuracy');
    expect(parameters).toBeGreaterThan(0);
  }
  const other = await openPage(comparing(smaller));
  await other.board.train();
  expect(bySeed(other.results())).toEqual(bySeed(runs));

  // What has a result is not trained once more; the first seed's weights are the variants' own.
  await one.board.train();
  expect(one.results()).toBe(runs);
  expect([...one.own.keys()].sort()).toEqual(['base', 'v1']);
  expect(one.own.get('v1')?.checkpoint).toMatchObject({ step: 30, seed: 7 });
  expect(one.learned.sort()).toEqual(['base', 'v1']);
});

test('the lab comes to the same result, and what it has trained is not trained again', async () => {
  const document = { ...comparing(smaller), comparison: { seeds: 1 } };
  const board = await openPage(document);
  await board.board.train();
  const lab = await openPage(document);
  const entrant = lab.board.shown();
  if (!entrant) throw new Error('Nothing is shown.');
  const { dispatch } = lab.store.getState();
  dispatch({ kind: 'train-requested', steps: 30, resume: false });
  const request = { document: entrant.document, experiment: entrant.experiment, resume: false };
  const trained = await lab.runtime.train(request, (event) =>
    dispatch({ kind: 'train-event', event }),
  );
  if (!trained.ok) throw new Error(JSON.stringify(trained.diagnostics));
  // It had been interrupted on the board.
  const interrupted: Lane = { ...entrant, state: { kind: 'interrupted', progress: noProgress } };
  lab.board.state.setState({ lanes: [interrupted] });
  lab.board.enter(entrant, progressOf(lab.store.getState().session), trained.value);
  expect(lab.board.state.getState().lanes).toEqual([]);
  expect(bySeed(lab.results())).toEqual(bySeed(board.results()).slice(0, 1));
  const [kept] = lab.results();
  await lab.board.train();
  expect(lab.results()[0]).toBe(kept);
  expect(bySeed(lab.results())).toEqual(bySeed(board.results()));
});

test('one that fails says why, and the others go on', async () => {
  const page = await openPage({ ...comparing(diverging), comparison: { seeds: 1 } });
  await page.board.train();
  const [done, failed] = page.results().toSorted((a, b) => a.variant.localeCompare(b.variant));
  expect(done).toMatchObject({ variant: 'base', status: 'done', steps: 30 });
  expect(failed).toMatchObject({ variant: 'v1', status: 'failed' });
  expect(failed.problem).toBeTruthy();
  expect(page.board.state.getState().running).toBe(false);
});

test('after a reload, a pause goes on to the same curves', async () => {
  const longer = { ...experiment, steps: 90 };
  const document = { ...comparing(smaller), experiment: longer };
  const straight = await openPage(document);
  await straight.board.train();

  const disk: Disk = new Map();
  const before = await openPage(document, disk);
  const training = before.board.train();
  await before.atBatch(20, before.board.pause);
  expect(isPaused(before.board.state.getState())).toBe(true);
  expect(disk.size).toBe(2);
  // The page is gone with all that it held.
  await before.board.interrupt();
  await training;
  expect(before.results()).toEqual([]);

  const after = await openPage(document, disk);
  await after.board.opened();
  const { lanes } = after.board.state.getState();
  expect(lanes.map(({ state }) => state.kind)).toEqual(['interrupted', 'interrupted']);
  await after.board.train();
  expect(bySeed(after.results())).toEqual(bySeed(straight.results()));
  expect(disk.size).toBe(0);
});

test('an edit leaves what was trained before it to be told apart, and undo brings that back', async () => {
  const page = await openPage({ ...comparing(smaller), comparison: { seeds: 1 } });
  await page.board.train();
  const [first] = page.results();
  page.store
    .getState()
    .commit(setExperiment({ ...base.experiment, dataset: 'stripes', steps: 12 } as never));
  await page.board.train({ variants: ['base'] });
  const shown = () => {
    const [{ id, fingerprint }] = contestantsOf(selectWhole(page.store.getState()));
    return runsOf(page.results(), id, fingerprint).current;
  };
  expect(shown()).toHaveLength(1);
  expect(shown()[0].fingerprint).not.toBe(first.fingerprint);
  expect(shown()[0].steps).toBe(12);
  page.store.getState().undo();
  expect(shown()).toEqual([first]);
});

test('one can be stopped alone; one that is deleted leaves no result', async () => {
  const page = await openPage({
    ...comparing(smaller, { ...smaller, title: 'Other' }),
    comparison: { seeds: 1 },
  });
  const training = page.board.train();
  await page.atBatch(9, () => {
    void page.board.stop('v1');
    page.store.getState().commit(removeVariant('v2'));
  });
  await training;
  const told = page.results().map(({ variant, status }) => `${variant} ${status}`);
  expect(told.sort()).toEqual(['base done', 'v1 stopped']);
});

test('results follow a variant that becomes the base meanwhile', async () => {
  const page = await openPage({ ...comparing(smaller), comparison: { seeds: 1 } });
  const training = page.board.train();
  await page.atBatch(5, () => page.store.getState().commit(makeBase('v1')));
  await training;
  const { swaps, view } = page.store.getState();
  expect(slotOf({ swaps, view: { ...view, variant: 'base' } })).toBe('v1');
  const slower = page.own.get('base');
  expect(slower?.summary?.steps).toBe(30);
  const whole = selectWhole(page.store.getState());
  const ofBase = whole.results?.find(({ variant }) => variant === 'base');
  expect(ofBase?.loss).toBe(slower?.summary?.loss);
});

test('a stop before an interrupted training could go on keeps what there is of it', async () => {
  const document = {
    ...comparing(smaller),
    experiment: { ...experiment, steps: 90 },
    comparison: { seeds: 1 },
  };
  const disk: Disk = new Map();
  const before = await openPage(document, disk);
  const training = before.board.train();
  await before.atBatch(20, before.board.pause);
  await before.board.interrupt();
  await training;

  const after = await openPage(document, disk);
  await after.board.opened();
  const going = after.board.train();
  while (after.board.state.getState().lanes[0]?.state.kind !== 'starting') await Promise.resolve();
  await after.board.stop();
  await going;
  const { lanes, running } = after.board.state.getState();
  expect(running).toBe(false);
  expect(lanes.every(({ state }) => state.kind === 'interrupted')).toBe(true);
  expect(disk.size).toBe(2);
});
