/** What the lab knows beside the editor's state: what is fed, what was trained, what is saved. */
import type {
  Diagnostic,
  GraphDocument,
  RunResult,
  SeenInput,
  TrainSummary,
} from '../../runtime/index';
import { noProgress, type SessionState, type TrainProgress } from '../store/session';
import type { InputChoice } from './run/inputChoice';
import type { TrainingText } from './run/write/createTexts';
import type { WriteSettings } from './run/write/decoding';
import type { WrittenText } from './run/write/writtenText';
import type { LoadedWeights, WeightsDialog } from './weights/weightsState';

export const tabs = ['run', 'train', 'look', 'compare', 'problems'] as const;
export type LabTab = (typeof tabs)[number];

export type Sample = SeenInput & { readonly label: string };

/** The last training of this variant; a run in between does not end it. */
export interface TrainingRecord {
  readonly progress: TrainProgress;
  /** Null while it goes on, and where it did not come to its end. */
  readonly summary: TrainSummary | null;
  /** Why it failed. */
  readonly diagnostics: readonly Diagnostic[];
}

/** True once a step was taken: training goes on from there. */
export function isTrained(training: TrainingRecord | null): boolean {
  return training !== null && training.progress.step > 0;
}

/** True where the weights that answered were neither trained nor loaded. */
export function isUntrained({ trainedSteps, weightsFrom }: RunResult): boolean {
  return trainedSteps === 0 && weightsFrom === undefined;
}

/** Whether the weights would survive closing the page. */
export type SaveState =
  | { readonly kind: 'none' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly step: number }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'failed' };

export interface LabState {
  readonly tab: LabTab;
  readonly open: boolean;
  /** The user has been in the drawer: from now on the worker may be started for examples. */
  readonly touched: boolean;
  /** By path of the input node. */
  readonly inputs: Readonly<Record<string, InputChoice>>;
  /** Path of an input that a run was asked for without. */
  readonly missingInput: string | null;
  /** Name of the attention that is looked at: `encoder/3/attention.weights`. */
  readonly lookingAt: string | null;
  /** The document that the last run was made with. */
  readonly ranOn: GraphDocument | null;
  /** The inputs that it was made with, by path. */
  readonly ranWith: Readonly<Record<string, InputChoice>>;
  /** What the last run had to say beside its result. */
  readonly runNotes: readonly Diagnostic[];
  /** How texts are written; of this user, whatever is open. */
  readonly writing: WriteSettings;
  /** The text of the last run, as far as it is. */
  readonly written: WrittenText | null;
  /** The last ones that the training under way wrote, in order. */
  readonly trainingTexts: readonly TrainingText[];
  /** The document that the training goes on with, whatever is edited meanwhile. */
  readonly trainedOn: GraphDocument | null;
  readonly training: TrainingRecord | null;
  readonly saved: SaveState;
  /** The file that the weights were loaded from; they may have been trained on since. */
  readonly loaded: LoadedWeights | null;
  readonly weightsDialog: WeightsDialog | null;
  /** Bytes of trained weights that have come; null where none are under way. */
  readonly fetching: { readonly done: number; readonly total: number | null } | null;
  /** What is to be left that is being trained, or is nowhere else, while that is asked. */
  readonly leaving: 'graph' | 'variant' | 'weights' | 'board' | null;
}

/** Of a graph that was just opened. */
export const emptyLab: Omit<LabState, 'tab' | 'open' | 'touched' | 'writing'> = {
  inputs: {},
  missingInput: null,
  lookingAt: null,
  ranOn: null,
  ranWith: {},
  runNotes: [],
  written: null,
  trainingTexts: [],
  trainedOn: null,
  training: null,
  saved: { kind: 'none' },
  loaded: null,
  weightsDialog: null,
  fetching: null,
  leaving: null,
};

/**
 * The record of a training after a change of the session. `carried` is the curve of an earlier part
 * that the session does not know: of before a run, or of before the page was reloaded.
 */
export function followTraining(
  before: TrainingRecord | null,
  session: SessionState,
  carried: TrainProgress,
): TrainingRecord | null {
  switch (session.kind) {
    case 'training':
    case 'paused':
      return { progress: joined(carried, session.progress), summary: null, diagnostics: [] };
    case 'starting':
      if (session.task === 'run') return before;
      return { progress: joined(carried, session.progress), summary: null, diagnostics: [] };
    case 'failed': {
      if (session.task === 'run') return before;
      const { diagnostics } = session;
      return { progress: joined(carried, session.progress), summary: null, diagnostics };
    }
    case 'finished': {
      if (session.task === 'run') return before;
      const { summary } = session;
      return { progress: joined(carried, session.progress), summary, diagnostics: [] };
    }
    default:
      return before;
  }
}

/** One curve of an earlier part and what followed; where both know a step, the later counts. */
function joined(earlier: TrainProgress, later: TrainProgress): TrainProgress {
  if (earlier === noProgress || earlier.points.length === 0) return later;
  const first = later.points[0]?.step ?? Number.POSITIVE_INFINITY;
  const firstMark = later.validations[0]?.step ?? Number.POSITIVE_INFINITY;
  return {
    ...later,
    step: Math.max(later.step, later.points.length > 0 ? 0 : earlier.step),
    points: earlier.points.filter(({ step }) => step < first).concat(later.points),
    validations: earlier.validations
      .filter(({ step }) => step < firstMark)
      .concat(later.validations),
  };
}
