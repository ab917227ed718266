/** What the board trains, as one value; `reduceBoard` is the only way it changes. */
import type { Diagnostic, Experiment, GraphDocument } from '../../../runtime/index';
import {
  isBusy,
  noProgress,
  reduceSession,
  type SessionEvent,
  type SessionState,
  type TrainProgress,
} from '../../store/session';

/** The training of one variant from one seed. */
export interface Lane {
  /** A name of the variant that lasts while its document is open, see `slotOf`. */
  readonly slot: string;
  /** As it was when the training began. */
  readonly document: GraphDocument;
  readonly experiment: Experiment;
  readonly fingerprint: string;
  readonly seed: number;
  readonly state: LaneState;
}

/** `interrupted`: what was learned up to there is kept, and the training can go on. */
export type LaneState =
  | SessionState
  | { readonly kind: 'interrupted'; readonly progress: TrainProgress };

export interface BoardState {
  /** Trainings are under way, or will be when those of this seed have ended. */
  readonly running: boolean;
  /** Asked for, and takes effect after the steps under way. */
  readonly ending: 'pause' | 'stop' | null;
  /** Which of the seeds is trained, from 0; and how many there are. */
  readonly round: number;
  readonly rounds: number;
  /** Of that seed, one for each variant. */
  readonly lanes: readonly Lane[];
  /** Why nothing could begin. */
  readonly problem: Diagnostic | null;
}

export type BoardEvent =
  | { readonly kind: 'begun'; readonly rounds: number }
  | { readonly kind: 'round'; readonly round: number; readonly lanes: readonly Lane[] }
  | { readonly kind: 'lane'; readonly slot: string; readonly event: SessionEvent }
  | { readonly kind: 'interrupted'; readonly slot: string; readonly progress: TrainProgress }
  /** It has a result from elsewhere: there is nothing left to go on with. */
  | { readonly kind: 'entered'; readonly slot: string }
  | { readonly kind: 'asked'; readonly ending: 'pause' | 'stop' }
  /** All rest, and what they learned is kept. */
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'ended'; readonly problem?: Diagnostic }
  /** Trainings that were interrupted before the page was loaded. */
  | {
      readonly kind: 'found';
      readonly round: number;
      readonly rounds: number;
      readonly lanes: readonly Lane[];
    }
  | { readonly kind: 'reset' };

export const emptyBoard: BoardState = {
  running: false,
  ending: null,
  round: 0,
  rounds: 0,
  lanes: [],
  problem: null,
};

/** Pure. An event of a variant that is not trained leaves the state as it is. */
export function reduceBoard(state: BoardState, event: BoardEvent): BoardState {
  switch (event.kind) {
    case 'begun':
      return { ...emptyBoard, running: true, rounds: event.rounds };
    case 'round':
      // A pause that was asked for while the last ones ended has nothing left to pause.
      return {
        ...state,
        round: event.round,
        lanes: event.lanes,
        ending: state.ending === 'stop' ? 'stop' : null,
      };
    case 'lane':
      return withLane(state, event.slot, (lane) =>
        lane.kind === 'interrupted' ? lane : reduceSession(lane, event.event),
      );
    case 'interrupted':
      return withLane(state, event.slot, () => ({
        kind: 'interrupted',
        progress: event.progress,
      }));
    case 'entered':
      return { ...state, lanes: state.lanes.filter(({ slot }) => slot !== event.slot) };
    case 'asked':
      return state.running ? { ...state, ending: event.ending } : state;
    case 'paused':
      return state.ending === 'pause' ? { ...state, ending: null } : state;
    case 'resumed':
      return { ...state, ending: null };
    case 'ended':
      return { ...state, running: false, ending: null, problem: event.problem ?? null };
    case 'found': {
      const { round, rounds, lanes } = event;
      return { ...emptyBoard, round, rounds, lanes };
    }
    case 'reset':
      return emptyBoard;
  }
}

function withLane(
  state: BoardState,
  slot: string,
  change: (lane: LaneState) => LaneState,
): BoardState {
  const lanes = state.lanes.map((lane) => {
    if (lane.slot !== slot) return lane;
    const next = change(lane.state);
    return next === lane.state ? lane : { ...lane, state: next };
  });
  return lanes.every((lane, at) => lane === state.lanes[at]) ? state : { ...state, lanes };
}

/** True where all that has not ended is paused. */
export function isPaused({ running, lanes }: BoardState): boolean {
  const busy = lanes.filter(isLaneBusy);
  return running && busy.length > 0 && busy.every(({ state }) => state.kind === 'paused');
}

export function isLaneBusy({ state }: Lane): boolean {
  return state.kind !== 'interrupted' && isBusy(state);
}

/** Under way, or to be gone on with. */
export function isUnfinished(lane: Lane): boolean {
  return isLaneBusy(lane) || lane.state.kind === 'interrupted';
}

/** The curve so far. */
export function laneProgress({ state }: Lane): TrainProgress {
  return 'progress' in state ? state.progress : noProgress;
}

/** What is, or was last, trained of a variant; null where nothing was. */
export function laneOf(state: BoardState, slot: string): Lane | null {
  return state.lanes.find((lane) => lane.slot === slot) ?? null;
}

/** A lane that waits for the worker, with the curve of before where it goes on from there. */
export function beginLane(lane: Omit<Lane, 'state'>, progress: TrainProgress = noProgress): Lane {
  return {
    ...lane,
    state: { kind: 'starting', task: 'train', phase: 'starting', loading: null, progress },
  };
}

/** How far all trainings of this seed are, 0..1. */
export function shareDone({ lanes }: BoardState): number {
  if (lanes.length === 0) return 0;
  const shares = lanes.map((lane) => {
    if (!isLaneBusy(lane)) return 1;
    const { step, steps } = laneProgress(lane);
    return steps > 0 ? Math.min(1, step / steps) : 0;
  });
  return shares.reduce((sum, share) => sum + share, 0) / lanes.length;
}
