/** Keeps what was learned on this computer: during a training, at its end, and when the tab hides. */
import type { RuntimeClient } from '../../runtime/index';
import type { BoardShelf } from '../compare/board/boardController';
import type { Workspace } from '../persistence/workspace';
import { analysisOf } from '../store/selectors';
import { noProgress } from '../store/session';
import { type ShownTraining, sameTraining } from './followShown';
import { isTooLarge, keepEverySoOften, progressUpTo } from './keeping';
import type { LabState } from './labState';

/** Weights that were loaded are copied once, not again and again. */
const MOST_LOADED_BYTES = 400_000_000;

/** What the lab needs of the workspace: the trainings of what is shown. */
export type TrainingShelf = Pick<
  Workspace,
  'state' | 'saveTraining' | 'loadTraining' | 'forgetTrainings' | 'onHandOver'
> &
  BoardShelf;

export interface Checkpoints {
  /** Saves now; does nothing where nothing was trained. */
  save(): Promise<void>;
  /** Resolves when nothing is being saved. */
  settled(): Promise<void>;
  /** Saves every so often until the returned function is called. */
  watch(): () => void;
}

interface Options {
  readonly shelf: TrainingShelf;
  readonly runtime: RuntimeClient;
  readonly shown: () => ShownTraining;
  readonly read: () => LabState;
  readonly write: (part: Partial<LabState>) => void;
}

export function createCheckpoints(options: Options): Checkpoints {
  const { shelf, runtime, shown, read, write } = options;
  let saving: Promise<void> | null = null;
  let again = false;

  async function saveOnce(): Promise<void> {
    const { trainedOn } = read();
    const before = shown();
    if (!trainedOn || before.documentId === null || !hasWeights(read())) return;
    const { params } = analysisOf(trainedOn).total;
    const trained = read().training !== null;
    if (trained ? isTooLarge(params, trainedOn.experiment) : params * 4 > MOST_LOADED_BYTES) {
      write({ saved: { kind: 'too-large' } });
      return;
    }
    write({ saved: { kind: 'saving' } });
    const checkpoint = await runtime.checkpoint();
    // Another one may be shown meanwhile: these weights are not its own.
    const { training } = read();
    if (!hasWeights(read()) || !sameTraining(shown(), before)) return;
    if (!checkpoint) {
      write({ saved: { kind: 'none' } });
      return;
    }
    const saved = await shelf.saveTraining({
      document: trainedOn,
      checkpoint,
      progress: progressUpTo(training?.progress ?? noProgress, checkpoint.step),
      summary: training?.summary ?? null,
    });
    if (!sameTraining(shown(), before)) return;
    write({ saved: saved ? { kind: 'saved', step: checkpoint.step } : { kind: 'failed' } });
  }

  async function save(): Promise<void> {
    if (saving) {
      // What is asked for meanwhile is newer than what is being written.
      again = true;
      return saving;
    }
    saving = (async () => {
      do {
        again = false;
        await saveOnce();
      } while (again);
    })().finally(() => {
      saving = null;
    });
    return saving;
  }

  return {
    save,
    settled: () => saving ?? Promise.resolve(),
    watch: () => keepEverySoOften(save),
  };
}

function hasWeights({ training, loaded }: LabState): boolean {
  return training !== null || loaded !== null;
}
