/**
 * Runs and trains what is drawn. Owns the worker, turns its answers into events of the editor's
 * session, and keeps what was learned with the document.
 *
 *   const controller = createRuntimeController({ store, workspace });
 *   await controller.run();                              // with the inputs chosen in the lab
 *   await controller.train();                            // starts, or goes on from the weights there are
 *   if (await controller.confirmLeave()) await workspace.open(id);
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  BackendName,
  Diagnostic,
  GraphDocument,
  InputData,
  Result,
} from '../../runtime/index';
import { connectRuntime } from '../../runtime/index';
import type { EditorStore } from '../store/createEditorStore';
import { analysisOf } from '../store/selectors';
import { isBusy, noProgress, progressOf, type TrainProgress } from '../store/session';
import { createCheckpoints, type TrainingShelf } from './checkpoints';
import { emptyLab, followTraining, type LabState, type LabTab, type Sample } from './labState';
import { readView, writeView } from './labView';
import { findAttention } from './look/attentionSources';
import { wantedTaps } from './look/wantedTaps';
import { findInputs, type GraphInput } from './run/graphInputs';
import { type InputChoice, toInputData } from './run/inputChoice';
import { createRuntimeConnection, type LabRuntime } from './runtimeConnection';
import { datasetOf, defaultExperiment } from './train/experiments';

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
  /** One example of a test set, for choosing; kept once it was fetched. */
  sample(dataset: string, index: number): Promise<Result<Sample>>;
  /** Chooses what an input is fed, and runs again where there was a run; null takes it back. */
  choose(path: string, choice: InputChoice | null): void;
  /** The same without running: while one types. */
  edit(path: string, choice: InputChoice): void;
  /** Chooses an attention to look at, and fetches it where the last run did not bring it. */
  lookAt(tap: string): void;
  show(tab: LabTab): void;
  setOpen(open: boolean): void;
  /** The user has been in the drawer. */
  touch(): void;
  /** Asks before a document is left that is being trained; then ends and saves the training. */
  confirmLeave(): Promise<boolean>;
  answerLeave(leave: boolean): void;
  dispose(): void;
}

export interface RuntimeControllerOptions {
  readonly store: EditorStore;
  readonly workspace: TrainingShelf;
  /** Tests give their own. */
  readonly connect?: () => LabRuntime;
  /** Asked for by `?backend=`. */
  readonly prefer?: BackendName;
}

export function createRuntimeController(options: RuntimeControllerOptions): RuntimeController {
  const { store, workspace, connect = connectRuntime, prefer } = options;
  const lab = createStore<LabState>()(() => ({ ...emptyLab, ...readView(), touched: false }));
  const set = (part: Partial<LabState>) => lab.setState(part);
  const dispatch = store.getState().dispatch;
  const connection = createRuntimeConnection({
    connect,
    prefer,
    onBackend: (report) => store.getState().setBackend(report),
  });
  const checkpoints = createCheckpoints({
    shelf: workspace,
    connection,
    read: lab.getState,
    write: set,
  });
  const samples = new Map<string, Promise<Result<Sample>>>();
  /** Grows when another document is opened: answers for the one before are dropped. */
  let epoch = 0;
  /** The curve before this part of the training. */
  let carried: TrainProgress = noProgress;
  let training: Promise<void> = Promise.resolve();
  let answer: ((leave: boolean) => void) | null = null;

  const stopFollowing = store.subscribe((state, before) => {
    if (state.session === before.session) return;
    const known = lab.getState().training;
    const next = followTraining(known, state.session, carried);
    if (next !== known) set({ training: next });
  });
  const stopShelf = workspace.state.subscribe((state, before) => {
    if (state.current?.id !== before.current?.id) void opened();
  });
  const onHide = () => {
    if (document.visibilityState === 'hidden' && isBusy(store.getState().session)) {
      void checkpoints.save();
    }
  };
  if (typeof document !== 'undefined') document.addEventListener('visibilitychange', onHide);
  const stopView = lab.subscribe(writeView);
  if (workspace.state.getState().current) void opened();

  /** Another document is here: nothing of the one before may be met again. */
  async function opened(): Promise<void> {
    const now = ++epoch;
    if (isBusy(store.getState().session)) {
      await connection
        .runtime()
        .stop()
        .catch(() => {});
      dispatch({ kind: 'reset' });
    }
    carried = noProgress;
    set(emptyLab);
    await connection.forget();
    const loaded = await workspace.loadTraining();
    if (!loaded || epoch !== now || lab.getState().training) return;
    const { checkpoint, progress, summary } = loaded.training;
    connection.restoreLater(checkpoint);
    if (summary) dispatch({ kind: 'restored', progress, summary });
    set({
      training: { progress, summary, diagnostics: [] },
      trainedOn: loaded.fits ? store.getState().document : null,
      saved: { kind: 'saved', step: checkpoint.step },
    });
  }

  function fail(diagnostics: readonly Diagnostic[]): void {
    dispatch({ kind: 'failed', diagnostics });
  }

  /** What each input is fed; null after saying which one lacks a choice. */
  function gatherInputs(
    graph: GraphDocument,
    inputs: readonly GraphInput[],
  ): Record<string, InputData> | null {
    const chosen: Record<string, InputChoice> = { ...lab.getState().inputs };
    const data: Record<string, InputData> = {};
    for (const input of inputs) {
      const choice = chosen[input.path] ?? usualChoice(graph, input);
      const each = toInputData(input, choice);
      if (!choice || !each) {
        set({ inputs: chosen, missingInput: input.path, open: true, tab: 'run' });
        return null;
      }
      chosen[input.path] = choice;
      data[input.path] = each;
    }
    set({ inputs: chosen, missingInput: null });
    return data;
  }

  async function run(): Promise<void> {
    const { document: graph, session } = store.getState();
    if (isBusy(session)) return;
    const now = epoch;
    const analysis = analysisOf(graph);
    const { lookingAt, tab } = lab.getState();
    set({ touched: true, open: true, tab: tab === 'look' ? 'look' : 'run' });
    const inputs = gatherInputs(graph, findInputs(graph, analysis));
    if (!inputs) return;
    const attention = findAttention(graph, analysis);
    const taps = wantedTaps(attention, lookingAt ?? attention[0]?.tap ?? null);
    dispatch({ kind: 'run-requested' });
    const runtime = await connection.ready();
    if (epoch !== now) return;
    if (!runtime.ok) return fail(runtime.diagnostics);
    dispatch({ kind: 'run-started' });
    const result = await connection.call((api) => api.run({ document: graph, inputs, taps }));
    if (epoch !== now) return;
    if (!result.ok) return fail(result.diagnostics);
    set({ ranOn: graph, runNotes: result.diagnostics });
    dispatch({ kind: 'run-finished', result: result.value });
  }

  async function startTraining(resume: boolean): Promise<void> {
    const { document: graph, session } = store.getState();
    if (isBusy(session)) return;
    const now = epoch;
    const inputs = findInputs(graph, analysisOf(graph));
    const experiment = graph.experiment ?? defaultExperiment(inputs);
    const known = lab.getState().training?.progress ?? noProgress;
    carried = resume && progressOf(session).points.length === 0 ? known : noProgress;
    set({ touched: true, open: true, tab: 'train', trainedOn: graph, saved: { kind: 'none' } });
    dispatch({ kind: 'train-requested', steps: experiment.steps, resume });
    const runtime = await connection.ready();
    if (epoch !== now) return;
    if (!runtime.ok) return fail(runtime.diagnostics);
    const stopWatching = checkpoints.watch();
    const result = await connection.call((api) =>
      api.train({ document: graph, experiment, resume }, (event) => {
        if (epoch === now) dispatch({ kind: 'train-event', event });
      }),
    );
    stopWatching();
    if (epoch !== now) return;
    if (result.ok) dispatch({ kind: 'train-finished', summary: result.value });
    else fail(result.diagnostics);
    await checkpoints.save();
  }

  function train(resume: boolean): Promise<void> {
    training = startTraining(resume);
    return training;
  }

  async function stop(): Promise<void> {
    dispatch({ kind: 'stop-requested' });
    await connection
      .runtime()
      .stop()
      .catch(() => {});
  }

  function rerun(): void {
    const { lastRun, session } = store.getState();
    if (lastRun && !isBusy(session)) void run();
  }

  return {
    lab,
    run,
    train: () => train(lab.getState().training !== null),
    async startOver() {
      if (isBusy(store.getState().session)) return;
      carried = noProgress;
      set({ training: null, saved: { kind: 'none' } });
      connection.restoreLater(null);
      await workspace.forgetTrainings();
      await train(false);
    },
    async pause() {
      dispatch({ kind: 'pause-requested' });
      await connection
        .runtime()
        .pause()
        .catch(() => {});
      await checkpoints.save();
    },
    async resume() {
      dispatch({ kind: 'resume-requested' });
      await connection
        .runtime()
        .resume()
        .catch(() => {});
    },
    stop,
    sample(dataset, index) {
      const key = `${dataset} ${index}`;
      const known = samples.get(key) ?? connection.call((api) => api.sample(dataset, index));
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
    async confirmLeave() {
      if (!isBusy(store.getState().session)) return true;
      set({ leaving: true });
      const leave = await new Promise<boolean>((resolve) => {
        answer = resolve;
      });
      set({ leaving: false });
      if (!leave) return false;
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
      stopFollowing();
      stopShelf();
      stopView();
      if (typeof document !== 'undefined') {
        document.removeEventListener('visibilitychange', onHide);
      }
      connection.dispose();
    },
  };
}

/** The first test example, or digits to reverse; nothing where no data set fits. */
function usualChoice(graph: GraphDocument, input: GraphInput): InputChoice | undefined {
  if (input.kind === 'text') {
    return input.tokenizer === 'digits'
      ? { kind: 'text', text: '31415926' }
      : { kind: 'text', text: 'The animal did not cross the street because it was too tired' };
  }
  return datasetOf(graph.experiment, input) ? { kind: 'sample', index: 0 } : undefined;
}

/** A worker that does not stop must not keep anyone from opening another document. */
function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3000));
}
