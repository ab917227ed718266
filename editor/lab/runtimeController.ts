/**
 * Runs and trains what is drawn. Owns the worker, turns its answers into events of the editor's
 * session, and keeps what was learned with the document.
 *
 *   const controller = createRuntimeController({ store, workspace });
 *   await controller.run();                              // with the inputs chosen in the lab
 *   await controller.train();                            // starts, or goes on from the weights there are
 *   if (await controller.confirmLeave('graph')) await workspace.open(id);
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  BackendName,
  BackendReport,
  Diagnostic,
  ImportApi,
  Result,
  RuntimeClient,
} from '../../runtime/index';
import { connectRuntime, findDataset, needsOf } from '../../runtime/index';
import { type BoardController, createBoard } from '../compare/board/boardController';
import type { EditorStore } from '../store/createEditorStore';
import { analysisOf, slotOf } from '../store/selectors';
import { isBusy, noProgress, progressOf, type TrainProgress } from '../store/session';
import { createCheckpoints, type TrainingShelf } from './checkpoints';
import { createDataReports, type DataReports } from './data/dataReports';
import { followShown } from './followShown';
import {
  emptyLab,
  followTraining,
  isTrained,
  type LabState,
  type LabTab,
  type Sample,
  type SaveState,
} from './labState';
import { readView, writeView } from './labView';
import { findAttention } from './look/attentionSources';
import { wantedTaps } from './look/wantedTaps';
import { gatherInputs } from './run/gatherInputs';
import { findInputs } from './run/graphInputs';
import type { InputChoice } from './run/inputChoice';
import { createTexts, promptOf } from './run/write/createTexts';
import { readSettings, type WriteSettings, writeSettings } from './run/write/decoding';
import { findWriting } from './run/write/findWriting';
import { createExaminations, type Examinations } from './train/examine/examinations';
import { defaultExperiment } from './train/experiments';
import { createPretrained } from './weights/pretrained';
import { createWeightActions, type WeightActions } from './weights/weightActions';

export interface RuntimeController {
  readonly lab: StoreApi<LabState>;
  /** Runs the graph with the chosen inputs; chooses usual ones where there is no choice. */
  run(): Promise<void>;
  /** Starts training, or goes on from the weights that there are. */
  train(): Promise<void>;
  /** Drops what was learned and trains from the seed. */
  startOver(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
  readonly weights: WeightActions;
  readonly examinations: Examinations;
  /** What the worker told of data sets. */
  readonly data: DataReports;
  /** How texts become tokens. */
  readonly texts: Pick<RuntimeClient, 'tokenizer' | 'tokenize'>;
  /** Trains variants side by side; while it does, nothing else is run or trained. */
  readonly board: BoardController;
  /** Reads the user's own files, and keeps them. */
  readonly imports: ImportApi;
  /** One example of a test set, for choosing; kept once it was fetched. */
  sample(dataset: string, index: number): Promise<Result<Sample>>;
  /** Chooses what an input is fed, and runs again where there was a run; null takes it back. */
  choose(path: string, choice: InputChoice | null): void;
  /** The same without running: while one types. */
  edit(path: string, choice: InputChoice): void;
  /** How texts are written from now on. */
  setWriting(settings: WriteSettings): void;
  /** Chooses an attention to look at, and fetches it where the last run did not bring it. */
  lookAt(tap: string): void;
  show(tab: LabTab): void;
  setOpen(open: boolean): void;
  /** The user has been in the drawer. */
  touch(): void;
  /** Asks before a graph or a variant is left that is being trained; then ends and saves the training. */
  confirmLeave(what: 'graph' | 'variant'): Promise<boolean>;
  answerLeave(leave: boolean): void;
  dispose(): void;
}

export interface RuntimeControllerOptions {
  readonly store: EditorStore;
  readonly workspace: TrainingShelf;
  /** Tests give their own. */
  readonly runtime?: RuntimeClient;
  /** By default what the address asks for: `?backend=wasm`. */
  readonly prefer?: BackendName;
}

export function createRuntimeController(options: RuntimeControllerOptions): RuntimeController {
  const { store, workspace, runtime = connectRuntime(), prefer = preferredBackend() } = options;
  const lab = createStore<LabState>()(() => ({
    ...emptyLab,
    ...readView(),
    touched: false,
    writing: readSettings(),
  }));
  const set = (part: Partial<LabState>) => lab.setState(part);
  const dispatch = store.getState().dispatch;
  const checkpoints = createCheckpoints({
    shelf: workspace,
    runtime,
    shown: () => shown.read(),
    read: lab.getState,
    write: set,
  });
  const examinations = createExaminations(runtime);
  const samples = new Map<string, Promise<Result<Sample>>>();
  /** Grows when another document or variant is shown: answers for the one before are dropped. */
  let epoch = 0;
  /** The curve before this part of the training. */
  let carried: TrainProgress = noProgress;
  let training: Promise<void> = Promise.resolve();
  let answer: ((leave: boolean) => void) | null = null;

  const weights = createWeightActions({
    store,
    runtime,
    lab,
    start,
    epoch: () => epoch,
    onReplaced(part) {
      const { training: record = null } = part;
      examinations.clear();
      carried = record?.progress ?? noProgress;
      dispatch({ kind: 'reset' });
      if (record?.summary) {
        dispatch({ kind: 'restored', progress: record.progress, summary: record.summary });
      }
      set({ ...part, training: record, trainingTexts: [], saved: { kind: 'none' } });
      if (record || part.loaded) void checkpoints.save();
      // Nothing was learned: what a reload would find is what was put back now.
      else void workspace.forgetTrainings();
      rerun();
    },
    onForget: forget,
  });

  const data = createDataReports(runtime);
  const board = createBoard({
    store,
    runtime,
    shelf: workspace,
    start,
    onLearned(slot) {
      if (slot !== slotOf(store.getState()) || isBusy(store.getState().session)) return;
      void openedAnew();
    },
  });

  const pretrained = createPretrained({ runtime, lab, epoch: () => epoch });
  const texts = createTexts({ runtime, lab, epoch: () => epoch });

  const stopFollowing = store.subscribe((state, before) => {
    if (state.session === before.session) return;
    const known = lab.getState().training;
    const next = followTraining(known, state.session, carried);
    if (next !== known) set({ training: next });
  });
  const stopStatus = runtime.subscribe((status) => {
    const backend = 'backend' in status ? status.backend : null;
    if (status.kind !== 'starting' && backend !== store.getState().backend) {
      store.getState().setBackend(backend);
    }
  });
  const shown = followShown({
    store,
    workspace: workspace.state,
    onShown(now, before) {
      // What was chosen to be fed stays, so that variants answer to the same.
      const same = now.documentId === before?.documentId;
      // Variants are trained side by side whichever of them is shown.
      if (same) return void openedAnew();
      void opened(emptyLab);
      void board.opened();
    },
  });
  // What another tab takes over goes on there, and what it had is looked for when it comes back.
  const stopHandOver = workspace.onHandOver(async () => {
    if (board.state.getState().running) await board.interrupt();
    if (!isBusy(store.getState().session)) return;
    await stop();
    await training;
  });
  const stopTakingOver = store.subscribe((state, before) => {
    const came = before.readOnly && !state.readOnly && workspace.state.getState().current;
    if (!came) return;
    void board.opened();
    if (!lab.getState().training && !isBusy(state.session)) void openedAnew();
  });
  const onHide = () => {
    if (document.visibilityState === 'hidden' && isBusy(store.getState().session)) {
      void checkpoints.save();
    }
  };
  if (typeof document !== 'undefined') document.addEventListener('visibilitychange', onHide);
  const stopView = lab.subscribe(writeView);
  shown.begin();

  /**
   * Another graph is here: nothing that was learned by the one before may be met again, in a slot of
   * the worker or in all of them.
   */
  async function opened(
    { inputs, lookingAt }: Pick<LabState, 'inputs' | 'lookingAt'>,
    slot?: string,
  ): Promise<void> {
    const now = ++epoch;
    pretrained.stop();
    examinations.clear();
    dispatch({ kind: 'reset' });
    carried = noProgress;
    set({ ...emptyLab, inputs, lookingAt });
    await runtime.stop(slot);
    await runtime.reset(slot);
    if (epoch !== now) return;
    const loaded = await workspace.loadTraining();
    if (!loaded || epoch !== now || lab.getState().training) return;
    const { checkpoint, progress, summary } = loaded.training;
    await runtime.restore(checkpoint);
    if (epoch !== now || lab.getState().training) return;
    if (summary) dispatch({ kind: 'restored', progress, summary });
    const { step, source } = checkpoint;
    set({
      training: step > 0 ? { progress, summary, diagnostics: [] } : null,
      loaded: source === undefined ? null : { name: source, undoable: false },
      trainedOn: loaded.fits ? store.getState().document : null,
      saved: { kind: 'saved', step },
    });
  }

  /** The same document, but another training of it: what is fed stays. */
  function openedAnew(): Promise<void> {
    return opened(lab.getState(), MAIN);
  }

  async function start(): Promise<Result<BackendReport>> {
    const { status } = runtime;
    if ('backend' in status) return { ok: true, value: status.backend, diagnostics: [] };
    return runtime.start({ prefer });
  }

  function fail(diagnostics: readonly Diagnostic[]): void {
    dispatch({ kind: 'failed', diagnostics });
  }

  /** The worker has a task, or the board has it. */
  function isTaken(): boolean {
    return isBusy(store.getState().session) || board.state.getState().running;
  }

  async function run(): Promise<void> {
    const { document: graph } = store.getState();
    if (isTaken()) return;
    const now = epoch;
    const analysis = analysisOf(graph);
    const { lookingAt, tab } = lab.getState();
    set({ touched: true, open: true, tab: tab === 'look' ? 'look' : 'run' });
    const gathered = gatherInputs(graph, findInputs(graph, analysis), lab.getState().inputs);
    set({ inputs: gathered.choices, missingInput: gathered.missing });
    if (gathered.missing !== null) return set({ tab: 'run' });
    const writing = findWriting(graph, analysis);
    const prompt = writing ? promptOf(graph, writing, lab.getState().inputs) : {};
    const taps = wantedTaps(findAttention(graph, analysis), lookingAt);
    set({ written: null });
    dispatch({ kind: 'run-requested' });
    const started = await start();
    if (epoch !== now) return;
    if (!started.ok) return fail(started.diagnostics);
    const weighted = await pretrained.load(graph);
    if (epoch !== now) return;
    if (!weighted.ok) return fail(weighted.diagnostics);
    dispatch({ kind: 'run-started' });
    const request = { document: graph, inputs: { ...gathered.data, ...prompt }, taps };
    const result = await (writing ? texts.write(request, writing) : runtime.run(request));
    if (epoch !== now) return;
    if (!result.ok) return fail(result.diagnostics);
    set({
      ranOn: graph,
      ranWith: gathered.choices,
      runNotes: [...weighted.diagnostics, ...result.diagnostics],
    });
    dispatch({ kind: 'run-finished', result: result.value });
  }

  async function startTraining(resume: boolean): Promise<void> {
    const { document: graph, session } = store.getState();
    if (isTaken()) return;
    const now = epoch;
    const needs = needsOf(analysisOf(graph).plan.program);
    const experiment = graph.experiment ?? defaultExperiment(needs);
    const entrant = resume ? null : board.shown();
    const known = lab.getState().training?.progress ?? noProgress;
    carried = resume && progressOf(session).points.length === 0 ? known : noProgress;
    set({ touched: true, open: true, tab: 'train', trainedOn: graph, saved: { kind: 'none' } });
    if (!resume) set({ trainingTexts: [] });
    const { loaded } = lab.getState();
    if (loaded) set({ loaded: { ...loaded, undoable: false } });
    dispatch({ kind: 'train-requested', steps: experiment.steps, resume });
    const started = await start();
    if (epoch !== now) return;
    if (!started.ok) return fail(started.diagnostics);
    const stopWatching = checkpoints.watch();
    const result = await runtime.train({ document: graph, experiment, resume }, (event) => {
      if (epoch !== now) return;
      dispatch({ kind: 'train-event', event });
      if (event.kind === 'validation') void texts.sample(graph);
    });
    stopWatching();
    if (epoch !== now) return;
    if (result.ok) {
      dispatch({ kind: 'train-finished', summary: result.value });
      const { progress } = lab.getState().training ?? {};
      if (entrant && progress && !result.value.stopped)
        board.enter(entrant, progress, result.value);
    } else {
      data.note(experiment.dataset, result.diagnostics);
      fail(result.diagnostics);
    }
    await checkpoints.save();
  }

  async function forget(): Promise<void> {
    examinations.clear();
    carried = noProgress;
    dispatch({ kind: 'reset' });
    set({ training: null, trainingTexts: [], loaded: null, saved: { kind: 'none' } });
    await runtime.reset();
    await workspace.forgetTrainings();
  }

  function train(resume: boolean): Promise<void> {
    training = startTraining(resume);
    return training;
  }

  async function stop(): Promise<void> {
    dispatch({ kind: 'stop-requested' });
    pretrained.stop();
    await runtime.stop(MAIN);
  }

  async function ask(leaving: LabState['leaving']): Promise<boolean> {
    set({ leaving });
    const leave = await new Promise<boolean>((resolve) => {
      answer = resolve;
    });
    set({ leaving: null });
    return leave;
  }

  async function leaveBoard(): Promise<boolean> {
    const leave = await ask('board');
    if (leave) await Promise.race([board.interrupt(), patience()]);
    return leave;
  }

  function rerun(): void {
    const { lastRun, session } = store.getState();
    if (lastRun && !isBusy(session)) void run();
  }

  return {
    lab,
    run,
    train() {
      const { training: record, loaded } = lab.getState();
      return train(isTrained(record) || loaded !== null);
    },
    weights,
    examinations,
    data,
    texts: runtime,
    board,
    imports: runtime,
    async startOver() {
      if (isTaken()) return;
      await forget();
      await train(false);
    },
    async pause() {
      dispatch({ kind: 'pause-requested' });
      await runtime.pause();
      await checkpoints.save();
    },
    async resume() {
      dispatch({ kind: 'resume-requested' });
      await runtime.resume();
    },
    stop,
    sample(dataset, index) {
      const needs = needsOf(analysisOf(store.getState().document).plan.program);
      // What it gives depends on the needs only through the fields that it makes of them.
      const key = JSON.stringify([dataset, index, findDataset(dataset)?.fields(needs)]);
      const known = samples.get(key) ?? runtime.sample(dataset, index, needs);
      samples.set(key, known);
      // What failed may succeed when it is asked for again.
      void known.then(({ ok }) => ok || samples.delete(key));
      return known;
    },
    choose(path, choice) {
      const { [path]: _before, ...others } = lab.getState().inputs;
      set({ inputs: choice ? { ...others, [path]: choice } : others, missingInput: null });
      if (choice) rerun();
    },
    edit(path, choice) {
      set({ inputs: { ...lab.getState().inputs, [path]: choice }, missingInput: null });
    },
    setWriting(writing) {
      set({ writing });
      writeSettings(writing);
    },
    lookAt(tap) {
      set({ lookingAt: tap });
      if (!store.getState().lastRun?.taps[tap]) rerun();
    },
    show(tab) {
      set({ tab, open: true, touched: true });
    },
    setOpen(open) {
      set({ open });
    },
    touch() {
      if (!lab.getState().touched) set({ touched: true });
    },
    async confirmLeave(what) {
      if (what === 'graph' && board.state.getState().running) return leaveBoard();
      const busy = isBusy(store.getState().session);
      if (!busy) await Promise.race([checkpoints.settled(), patience()]);
      const lost = what === 'variant' && isLost(lab.getState().saved);
      if (!busy && !lost) return true;
      const leave = await ask(busy ? what : 'weights');
      if (!leave || !busy) return leave;
      await stop();
      await Promise.race([training, patience()]);
      return true;
    },
    answerLeave(leave) {
      answer?.(leave);
      answer = null;
    },
    dispose() {
      epoch++;
      board.dispose();
      pretrained.stop();
      examinations.stop();
      stopFollowing();
      shown.stop();
      stopView();
      stopStatus();
      stopHandOver();
      stopTakingOver();
      if (typeof document !== 'undefined') {
        document.removeEventListener('visibilitychange', onHide);
      }
      void runtime.dispose();
    },
  };
}

function preferredBackend(): BackendName | undefined {
  if (typeof location === 'undefined') return undefined;
  const asked = new URLSearchParams(location.search).get('backend');
  return backends.find((name) => name === asked);
}

/** The worker's name for what the lab runs and trains. */
const MAIN = 'main';

const backends: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/** True for weights that are in the worker alone. */
function isLost({ kind }: SaveState): boolean {
  return kind === 'too-large' || kind === 'failed';
}

/** A worker that does not stop must not keep anyone from opening another document. */
function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3000));
}
