/** Loads, saves and forgets weights; nothing is replaced before its report was agreed to. */
import type { StoreApi } from 'zustand/vanilla';
import type { BackendReport, Diagnostic, Result, RuntimeClient } from '../../../runtime/index';
import { downloadBlob, fileNameOf } from '../../persistence/files';
import type { EditorStore } from '../../store/createEditorStore';
import { isBusy } from '../../store/session';
import { notify } from '../../ui/notices';
import type { LabState } from '../labState';
import { shareOf, shortName, type WeightsDialog } from './weightsState';

export interface WeightActions {
  /** Compares a file with the graph and shows what came of it. */
  inspect(file: File): Promise<void>;
  /** Takes what fits of the file that was inspected. */
  load(): Promise<void>;
  /** Undoes the last load. */
  putBack(): Promise<void>;
  askToSave(): Promise<void>;
  /** Saves a file in the names of a convention. */
  save(convention: string): Promise<void>;
  askToForget(): void;
  /** Drops what was learned or loaded: the next run starts with the seed's values. */
  forget(): Promise<void>;
  close(): void;
}

interface Options {
  readonly store: EditorStore;
  readonly runtime: RuntimeClient;
  readonly lab: StoreApi<LabState>;
  /** Starts the worker's backend. */
  readonly start: () => Promise<Result<BackendReport>>;
  /** Grows when another document is opened: what was begun before is dropped. */
  readonly epoch: () => number;
  /** Other weights are in use: their curve is another, and what was shown is out of date. */
  readonly onReplaced: (part: Partial<LabState>) => void;
  readonly onForget: () => Promise<void>;
}

const SUFFIX = '.safetensors';

export function createWeightActions(options: Options): WeightActions {
  const { store, runtime, lab, start, epoch, onReplaced, onForget } = options;
  /** What the lab showed before the last load. */
  let former: Pick<LabState, 'training' | 'trainedOn' | 'loaded'> | null = null;
  const show = (weightsDialog: WeightsDialog | null) => lab.setState({ weightsDialog });
  const fail = (task: 'load' | 'save', diagnostics: readonly Diagnostic[]) =>
    show({ kind: 'failed', task, diagnostics });

  /** The result of `work` on the open document; null where another one was opened meanwhile. */
  async function ask<T>(task: 'load' | 'save', work: () => Promise<Result<T>>): Promise<T | null> {
    const now = epoch();
    const result = await work();
    if (epoch() !== now) return null;
    if (result.ok) return result.value;
    fail(task, result.diagnostics);
    return null;
  }

  const started = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
    const ready = await start();
    return ready.ok ? work() : ready;
  };

  async function putBack(): Promise<void> {
    if (isBusy(store.getState().session)) return;
    const now = epoch();
    const undone = await runtime.undoLoad();
    if (epoch() !== now) return;
    if (!undone || !former) {
      const { loaded } = lab.getState();
      if (loaded) lab.setState({ loaded: { ...loaded, undoable: false } });
      return notify('The former weights are no longer there.');
    }
    onReplaced(former);
    former = null;
    notify('The former weights are back.');
  }

  return {
    async inspect(file) {
      if (isBusy(store.getState().session)) {
        return notify('Weights can be loaded once the run or training under way has ended.');
      }
      show({ kind: 'reading', name: file.name });
      const { document } = store.getState();
      const report = await ask('load', () => runtime.inspectWeights(document, file));
      // Closed meanwhile.
      if (!report || lab.getState().weightsDialog?.kind !== 'reading') return;
      show({ kind: 'report', file, report });
    },
    async load() {
      const dialog = lab.getState().weightsDialog;
      if (dialog?.kind !== 'report') return;
      const { file, report } = dialog;
      const { document } = store.getState();
      show({ kind: 'loading', name: file.name });
      const taken = await ask('load', () =>
        started(() =>
          runtime.loadWeights(document, file, {
            convention: report.convention?.id,
            source: file.name,
            partial: true,
          }),
        ),
      );
      if (!taken) return;
      const { training, trainedOn, loaded } = lab.getState();
      former = { training, trainedOn, loaded };
      show(null);
      const { undoable } = taken;
      onReplaced({ training: null, trainedOn: document, loaded: { name: file.name, undoable } });
      const share = shareOf(taken.report);
      const tooLarge = lab.getState().saved.kind === 'too-large';
      notify(
        `Now in use: ${share} of “${shortName(file.name)}”.${tooLarge ? ' They are too large to be kept here: load the file again after the page was closed.' : ''}`,
        undoable ? { label: 'Undo', run: () => void putBack() } : undefined,
      );
    },
    putBack,
    async askToSave() {
      show({ kind: 'saving', namings: null });
      const { document } = store.getState();
      const namings = await ask('save', () => runtime.weightNamings(document));
      if (!namings || lab.getState().weightsDialog?.kind !== 'saving') return;
      show({ kind: 'saving', namings });
    },
    async save(convention) {
      const { document } = store.getState();
      show({ kind: 'saving', namings: null });
      const file = await ask('save', () =>
        started(() => runtime.saveWeights(document, convention)),
      );
      if (!file) return;
      const name = fileNameOf(document.title, SUFFIX);
      downloadBlob(name, file);
      show(null);
      notify(`The weights were saved as “${name}”.`);
    },
    askToForget: () => show({ kind: 'forgetting' }),
    async forget() {
      if (isBusy(store.getState().session)) return;
      former = null;
      show(null);
      await onForget();
      notify('The weights begin anew with the next run.');
    },
    close: () => show(null),
  };
}
