/**
 * Trains variants side by side: for each seed all at once, step by step in turn, and keeps what came
 * of each as a result of the document.
 *
 *   await board.train();                       // what has no result yet, from every seed
 *   await board.train({ variants: ['v1'], again: true });
 *   await board.pause();                       // kept on this computer, as every so often
 *   await board.opened();                      // another document: finds what was interrupted there
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type BackendReport,
  type Checkpoint,
  checkLimits,
  checkTogether,
  type Diagnostic,
  type Experiment,
  peakBytesOn,
  type Result,
  type RuntimeClient,
  type TrainSummary,
  variantIds,
} from '../../../runtime/index';
import { isTooLarge, keepEverySoOften, progressUpTo } from '../../lab/keeping';
import type { Workspace } from '../../persistence/workspace';
import type { EditorStore } from '../../store/createEditorStore';
import { selectWhole, slotOf } from '../../store/selectors';
import { noProgress, type TrainProgress } from '../../store/session';
import {
  type BoardEvent,
  type BoardState,
  beginLane,
  emptyBoard,
  isLaneBusy,
  type Lane,
  laneOf,
  laneProgress,
  reduceBoard,
} from './boardState';
import {
  type Contestant,
  contestantOf,
  contestantsOf,
  estimateOf,
  isTrainable,
  seedsOf,
  variantOf,
} from './contestants';
import { isSettled, runsOf, toRecord, withRecord } from './runRecords';

export interface BoardController {
  readonly state: StoreApi<BoardState>;
  /**
   * Trains what has no result yet, and goes on with what was interrupted; `again` begins anew. By
   * default all variants.
   */
  train(options?: TrainOptions): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends the training of one variant, or of all and of the seeds to come. */
  stop(slot?: string): Promise<void>;
  /** Ends all so that it can go on later, for another document to be opened. */
  interrupt(): Promise<void>;
  /** A document is here: what was interrupted in it is shown. */
  opened(): Promise<void>;
  /** The variant that is shown, as it is trained now; null where it is the only one. */
  shown(): Entrant | null;
  /** What became of it in the lab, from the seed to its end: as the board would have come to. */
  enter(entrant: Entrant, progress: TrainProgress, summary: TrainSummary): void;
  dispose(): void;
}

export interface TrainOptions {
  /** Ids of variants. */
  readonly variants?: readonly string[];
  readonly again?: boolean;
}

/** A variant that is trained, by a name that lasts, see `slotOf`. */
export type Entrant = Omit<Lane, 'state'>;

/** What the board needs of the workspace. */
export type BoardShelf = Pick<
  Workspace,
  | 'loadTraining'
  | 'saveTraining'
  | 'saveBoardTraining'
  | 'loadBoardTraining'
  | 'forgetBoardTrainings'
>;

interface Options {
  readonly store: EditorStore;
  readonly runtime: RuntimeClient;
  readonly shelf: BoardShelf;
  /** Starts the worker where there is none. */
  readonly start: () => Promise<Result<BackendReport>>;
  /** What a variant learned from the first seed is its own training now. */
  readonly onLearned: (slot: string) => void;
  readonly now?: () => number;
}

/** How long what the worker tells may take. */
const PATIENCE_MS = 3000;

/** The worker's name for what the board trains of a variant. */
const workerSlot = (slot: string) => `board:${slot}`;

export function createBoard(options: Options): BoardController {
  const { store, runtime, shelf, start, onLearned, now = Date.now } = options;
  const state = createStore<BoardState>()(() => emptyBoard);
  const dispatch = (event: BoardEvent) =>
    state.setState(reduceBoard(state.getState(), event), true);
  /** Grows when all that is under way is no longer wanted. */
  let epoch = 0;
  /** Stop was asked for: no other seed is begun. */
  let stopping = false;

  const whole = () => selectWhole(store.getState());
  const idOf = (slot: string) => variantOf(slot, store.getState().swaps);
  const lastingName = (id: string) => {
    const { swaps, view } = store.getState();
    return slotOf({ swaps, view: { ...view, variant: id } });
  };
  const busyLanes = () => state.getState().lanes.filter(isLaneBusy);
  const toEntrant = (contestant: Contestant, seed: number): Entrant => {
    const { id, document, experiment, fingerprint } = contestant;
    return { slot: lastingName(id), document, experiment, fingerprint, seed };
  };
  const toContestant = ({ slot, document, experiment, fingerprint }: Entrant): Contestant => ({
    id: idOf(slot),
    document,
    experiment,
    fingerprint,
  });

  const isKept = (lane: Lane) =>
    !isTooLarge(estimateOf(toContestant(lane)).training?.total.params ?? 0, lane.experiment);

  /** Why they cannot be trained here. */
  function refusalOf(
    contestants: readonly Contestant[],
    backend: BackendReport,
  ): Diagnostic | null {
    const plans = [];
    for (const { document, ...rest } of contestants) {
      const { training, types, batch } = estimateOf({ document, ...rest });
      // The worker says what keeps a graph from being trained.
      if (!training) continue;
      const alone = checkLimits(training.plan, { document, types, batch }, backend);
      if (alone) return { ...alone, message: `${document.title}: ${alone.message}` };
      plans.push(training.plan);
    }
    return checkTogether(plans, backend);
  }

  async function train({ variants, again = false }: TrainOptions = {}): Promise<void> {
    if (state.getState().running || store.getState().readOnly) return;
    const document = whole();
    const chosen = contestantsOf(document).filter(
      (each) => (variants?.includes(each.id) ?? true) && isTrainable(each),
    );
    const { seeds: count = 1 } = document.comparison ?? {};
    const { results = [] } = document;
    const rounds = Array.from({ length: count }, (_, at) =>
      chosen.filter((each) => {
        const seed = seedsOf(each, count)[at];
        const runs = runsOf(results, each.id, each.fingerprint).current;
        return again || !runs.some((run) => run.seed === seed && isSettled(run));
      }),
    );
    if (rounds.every((round) => round.length === 0)) return;
    const mine = ++epoch;
    stopping = false;
    const before = state.getState().lanes;
    dispatch({ kind: 'begun', rounds: count });
    const started = await start();
    if (epoch !== mine) return;
    const problem = started.ok ? refusalOf(chosen, started.value) : started.diagnostics[0];
    if (problem) return dispatch({ kind: 'ended', problem });
    if (again) await shelf.forgetBoardTrainings(chosen.map(({ id }) => id));
    const stopKeeping = keepEverySoOften(keepAll);
    for (const [round, contestants] of rounds.entries()) {
      if (epoch !== mine || stopping) break;
      if (contestants.length > 0) {
        const known = again ? [] : before;
        await trainRound({ round, count, contestants, known, isWanted: () => epoch === mine });
      }
      // A worker that died took all with it; what comes next would hide that.
      if (state.getState().lanes.some((lane) => lane.state.kind === 'interrupted')) break;
    }
    stopKeeping();
    if (epoch === mine) dispatch({ kind: 'ended' });
  }

  interface Round {
    readonly round: number;
    readonly count: number;
    readonly contestants: readonly Contestant[];
    /** Lanes of before, which may be gone on with. */
    readonly known: readonly Lane[];
    readonly isWanted: () => boolean;
  }

  async function trainRound(given: Round): Promise<void> {
    const { round, count, contestants, known, isWanted } = given;
    const begun = await Promise.all(
      contestants.map(async (contestant) => {
        const lane = toEntrant(contestant, seedsOf(contestant, count)[round]);
        const from = known.length > 0 ? await findKept(lane, known) : null;
        return { lane: beginLane(lane, from?.progress), checkpoint: from?.checkpoint ?? null };
      }),
    );
    if (!isWanted()) return;
    dispatch({ kind: 'round', round, lanes: begun.map(({ lane }) => lane) });
    await Promise.all(
      begun.map(({ lane, checkpoint }) => trainLane(lane, checkpoint, round === 0, isWanted)),
    );
    if (!isWanted()) return;
    for (const { slot, state: ended } of state.getState().lanes) {
      if (ended.kind !== 'interrupted') await runtime.reset(workerSlot(slot));
    }
  }

  /** Where a training can go on: the newer of what the worker's client and this computer kept. */
  async function findKept(lane: Entrant, known: readonly Lane[]) {
    const { slot, fingerprint, seed } = lane;
    const before = known.find((each) => each.slot === slot && each.state.kind === 'interrupted');
    if (before?.fingerprint !== fingerprint || before.seed !== seed) return null;
    const stored = await shelf.loadBoardTraining(idOf(slot), keyOf(lane));
    const held = await runtime.checkpoint(workerSlot(slot));
    const newer = held?.seed === seed && held.step > (stored?.checkpoint.step ?? 0);
    const progress = laneProgress(before);
    if (held && newer && held.step < progress.steps) {
      return { checkpoint: held, progress: progressUpTo(progress, held.step) };
    }
    return stored && { checkpoint: stored.checkpoint, progress: stored.progress };
  }

  async function trainLane(
    lane: Lane,
    checkpoint: Checkpoint | null,
    isFirst: boolean,
    isWanted: () => boolean,
  ): Promise<void> {
    const { slot, document, seed } = lane;
    const experiment: Experiment = { ...lane.experiment, seed };
    const result = await runtime.train(
      {
        document,
        experiment,
        resume: checkpoint !== null,
        slot: workerSlot(slot),
        ...(checkpoint && { checkpoint }),
      },
      (event) => {
        if (isWanted()) dispatch({ kind: 'lane', slot, event: { kind: 'train-event', event } });
      },
    );
    if (!isWanted()) return;
    if (result.ok) {
      const summary = result.value;
      dispatch({ kind: 'lane', slot, event: { kind: 'train-finished', summary } });
      note(lane, current(slot).progress, { summary, problem: null });
      if (isFirst && !summary.stopped) await keepAsOwn(slot, summary);
    } else {
      const [problem] = result.diagnostics;
      const { progress } = current(slot);
      // The worker is gone, or a training was stopped before it could go on: what is kept stays.
      const lost = problem?.code === 'run/internal';
      const early = problem?.code === 'run/stopped' && checkpoint !== null;
      if (lost || early) return dispatch({ kind: 'interrupted', slot, progress });
      const { diagnostics } = result;
      dispatch({ kind: 'lane', slot, event: { kind: 'failed', diagnostics } });
      if (problem?.code !== 'run/stopped') {
        const words = problem?.message ?? 'It failed.';
        note(lane, current(slot).progress, { summary: null, problem: words });
      }
    }
    if (isWanted()) await shelf.forgetBoardTrainings([idOf(slot)]);
  }

  function current(slot: string): { lane: Lane | null; progress: TrainProgress } {
    const lane = laneOf(state.getState(), slot);
    return { lane, progress: lane ? laneProgress(lane) : noProgress };
  }

  /** Writes what came of a training into the document. */
  function note(
    entrant: Entrant,
    progress: TrainProgress,
    { summary, problem }: { summary: TrainSummary | null; problem: string | null },
  ): void {
    const { slot, fingerprint, seed } = entrant;
    const variant = idOf(slot);
    if (!contestantOf(whole(), variant)) return;
    const backend = summary?.backend ?? store.getState().backend?.backend ?? '';
    const { training } = estimateOf(toContestant(entrant));
    const record = toRecord({
      variant,
      fingerprint,
      seed,
      backend,
      progress,
      summary,
      problem,
      cost: {
        parameters: training?.total.params ?? 0,
        stepFlops: training?.total.flops ?? 0,
        peakBytes: training ? peakBytesOn(training.plan, backend) : 0,
      },
      saved: now(),
    });
    store.getState().annotate((results) => withRecord(results, record));
  }

  /** The lab shows it when the variant is opened; what was trained there for longer stays. */
  async function keepAsOwn(slot: string, summary: TrainSummary): Promise<void> {
    const { lane, progress } = current(slot);
    const checkpoint = await runtime.checkpoint(workerSlot(slot));
    const variant = idOf(slot);
    if (!lane || !checkpoint || !isKept(lane)) return;
    const own = await shelf.loadTraining(variant);
    const { source, step } = own?.training.checkpoint ?? { source: undefined, step: 0 };
    if (own?.fits && (source !== undefined || step > checkpoint.step)) return;
    const { document } = lane;
    if (await shelf.saveTraining({ document, checkpoint, progress, summary }, variant)) {
      onLearned(slot);
    }
  }

  async function keepLane(lane: Lane): Promise<void> {
    const { slot } = lane;
    if (!isKept(lane)) return;
    const mine = epoch;
    const checkpoint = await runtime.checkpoint(workerSlot(slot));
    if (!checkpoint) return;
    // The curve comes after the weights: without its last points it would have a hole later.
    await until(() => epoch !== mine || current(slot).progress.step >= checkpoint.step);
    const { lane: latest, progress } = current(slot);
    if (
      progress.step < checkpoint.step ||
      epoch !== mine ||
      latest?.seed !== lane.seed ||
      !isLaneBusy(latest)
    )
      return;
    // One at its end would go on for the whole training once more.
    if (checkpoint.step === 0 || checkpoint.step >= progress.steps) return;
    await shelf.saveBoardTraining(
      { checkpoint, progress: progressUpTo(progress, checkpoint.step), summary: null },
      idOf(slot),
      keyOf(lane),
    );
  }

  /** One after another: a transfer of all at once would be felt. */
  async function keepAll(): Promise<void> {
    for (const lane of busyLanes()) await keepLane(lane);
  }

  /** Resolves when it is so, and after a while even if it is not. */
  function until(isSo: () => boolean): Promise<void> {
    if (isSo()) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        stopLooking();
        resolve();
      };
      const timer = setTimeout(end, PATIENCE_MS);
      const stopLooking = state.subscribe(() => isSo() && end());
    });
  }

  async function pause(): Promise<void> {
    const lanes = busyLanes();
    if (lanes.length === 0) return;
    dispatch({ kind: 'asked', ending: 'pause' });
    for (const { slot } of lanes) {
      dispatch({ kind: 'lane', slot, event: { kind: 'pause-requested' } });
    }
    await Promise.all(lanes.map(({ slot }) => runtime.pause(workerSlot(slot))));
    await until(() => busyLanes().every((lane) => lane.state.kind === 'paused'));
    await keepAll();
    dispatch({ kind: 'paused' });
  }

  async function stop(slot?: string): Promise<void> {
    const lanes = busyLanes().filter((lane) => slot === undefined || lane.slot === slot);
    if (slot === undefined) {
      stopping = true;
      dispatch({ kind: 'asked', ending: 'stop' });
    }
    for (const lane of lanes) {
      dispatch({ kind: 'lane', slot: lane.slot, event: { kind: 'stop-requested' } });
    }
    await Promise.all(lanes.map((lane) => runtime.stop(workerSlot(lane.slot))));
  }

  async function opened(): Promise<void> {
    const mine = ++epoch;
    dispatch({ kind: 'reset' });
    // What is kept may be under way in the tab that owns the document.
    if (store.getState().readOnly) return;
    const document = whole();
    const { seeds: count = 1 } = document.comparison ?? {};
    let round = 0;
    const lanes: Lane[] = [];
    for (const contestant of contestantsOf(document)) {
      for (const [at, seed] of seedsOf(contestant, count).entries()) {
        const entrant = toEntrant(contestant, seed);
        const kept = await shelf.loadBoardTraining(contestant.id, keyOf(entrant));
        if (epoch !== mine) return;
        if (!kept) continue;
        round = Math.max(round, at);
        lanes.push({ ...entrant, state: { kind: 'interrupted', progress: kept.progress } });
        break;
      }
    }
    if (lanes.length > 0) dispatch({ kind: 'found', round, rounds: count, lanes });
  }

  const onHide = () => {
    if (document.visibilityState === 'hidden') void keepAll();
  };
  if (typeof document !== 'undefined') document.addEventListener('visibilitychange', onHide);

  // A variant that is deleted is trained no more.
  const stopFollowing = store.subscribe((after, before) => {
    if (after.history.present === before.history.present) return;
    for (const { slot } of busyLanes()) {
      if (!contestantOf(whole(), idOf(slot))) void stop(slot);
    }
  });

  return {
    state,
    train,
    pause,
    async resume() {
      dispatch({ kind: 'resumed' });
      const lanes = busyLanes();
      for (const { slot } of lanes) {
        dispatch({ kind: 'lane', slot, event: { kind: 'resume-requested' } });
      }
      await Promise.all(lanes.map(({ slot }) => runtime.resume(workerSlot(slot))));
    },
    stop,
    async interrupt() {
      const lanes = busyLanes();
      await keepAll();
      epoch++;
      dispatch({ kind: 'reset' });
      await Promise.all(lanes.map(({ slot }) => runtime.stop(workerSlot(slot))));
    },
    opened,
    shown() {
      const found = contestantOf(whole(), store.getState().view.variant);
      if (!found || variantIds(whole()).length === 1) return null;
      return toEntrant(found, found.experiment.seed);
    },
    enter(entrant, progress, summary) {
      note(entrant, progress, { summary, problem: null });
      const { slot, seed } = entrant;
      if (current(slot).lane?.seed !== seed) return;
      dispatch({ kind: 'entered', slot });
      void shelf.forgetBoardTrainings([idOf(slot)]);
    },
    dispose() {
      epoch++;
      stopFollowing();
      if (typeof document !== 'undefined') {
        document.removeEventListener('visibilitychange', onHide);
      }
    },
  };
}

/** Under which a training is kept: other graphs, settings and seeds are other trainings. */
function keyOf({ fingerprint, seed }: Pick<Lane, 'fingerprint' | 'seed'>): string {
  return `${fingerprint}-${seed}`;
}
