/**
 * Documents on this computer: which one is open, whether it is saved, and all that can be done with
 * them. The editor's store holds the open document; the workspace loads and saves it.
 *
 *   const workspace = createWorkspace({ store });
 *   const opened = await workspace.openInitial({ hash: location.hash });   // see `Opened`
 *   const save = useStore(workspace.state, (state) => state.save);         // describeSave(state)
 *   await workspace.openCopy(preset, { source: 'preset:vit-tiny' });
 *
 * state    storage, current, ownership, save, outdated
 * open     openInitial, open, openCopy, openNew, openFile, openAsCopy, takeOver
 * keep     flush, download, downloadStored, replace, versions, restoreVersion
 * list     list, rename, remove, restore
 * training saveTraining, loadTraining, forgetTrainings; saveBoardTraining, loadBoardTraining,
 *          forgetBoardTrainings
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Checkpoint, Diagnostic, GraphDocument, TrainSummary } from '../../runtime/index';
import type { TrainProgress } from '../store/session';
import type { SaveState } from './autosave';
import type { DocumentSummary, DocumentVersion, SnapshotReason, StoredTraining } from './storage';
import type { Ownership } from './tabLock';

export interface WorkspaceState {
  readonly storage: /** `blocked`: other tabs with an older Patchbay must be closed first. */
    | { readonly kind: 'opening'; readonly blocked: boolean }
    /** `persisted`: whether the browser promised not to evict; null until asked. */
    | { readonly kind: 'kept'; readonly persisted: boolean | null }
    /** Nothing outlives this tab. */
    | { readonly kind: 'memory'; readonly reason: string };
  readonly current: { readonly id: string; readonly source: string | null } | null;
  /** Null while nothing is open. */
  readonly ownership: Ownership | null;
  readonly save: SaveState;
  /** A newer Patchbay runs in another tab: this page must be reloaded to save. */
  readonly outdated: boolean;
}

/** What came of opening something. */
export type Opened =
  | {
      readonly kind: 'opened';
      readonly id: string;
      /** What was repaired or left out. */
      readonly diagnostics: readonly Diagnostic[];
      /** Some nodes have no place of their own: an automatic layout helps. */
      readonly unplaced: boolean;
      /** An edited copy of the same link or preset from before. */
      readonly earlier: DocumentSummary | null;
    }
  /** A link or file that cannot be read; what was open stays open. */
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  /** A stored document that cannot be read. Its bytes stay; `downloadStored(id)` gives them out. */
  | {
      readonly kind: 'unreadable';
      readonly id: string;
      readonly title: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** The open document cannot be saved; nothing was opened. `force` gives it up. */
  | { readonly kind: 'unsaved'; readonly message: string }
  /** There is nothing to open: the gallery. */
  | { readonly kind: 'none' };

export interface OpenCopyOptions {
  /** `preset:vit-tiny`, `link:1a2b3c4d`; an unedited copy of the same source is opened again. */
  readonly source?: string | null;
  readonly diagnostics?: readonly Diagnostic[];
  readonly unplaced?: boolean;
  /** Opens even when the open document cannot be saved. */
  readonly force?: boolean;
}

export interface Workspace {
  readonly state: StoreApi<WorkspaceState>;
  /** A link, if the address has one; otherwise the document that was open last. */
  openInitial(address?: { readonly hash?: string }): Promise<Opened>;
  open(id: string, options?: { readonly force?: boolean }): Promise<Opened>;
  /** Opens a document as a new one of one's own, saved at once. */
  openCopy(document: GraphDocument, options?: OpenCopyOptions): Promise<Opened>;
  openNew(title?: string): Promise<Opened>;
  openFile(file: Blob): Promise<Opened>;
  /** What is open becomes a new document, with all its variants: in a second tab, after a conflict. */
  openAsCopy(): Promise<Opened>;
  takeOver(): Promise<void>;
  /**
   * Before another tab takes over: what is under way is to be ended and kept, so that it can go on
   * there. The other tab waits for it, a second at most. Gives back how to end that.
   */
  onHandOver(work: () => Promise<unknown>): () => void;
  /** Saves now; true when everything is stored. */
  flush(): Promise<boolean>;
  /** Saves what is open as a file, with all its variants. */
  download(): void;
  /** Saves the stored bytes of a document as a file, readable or not. */
  downloadStored(id: string): Promise<void>;
  /** Replaces what is open, as one undo step, and keeps what was there as a version. */
  replace(document: GraphDocument, label: string, reason?: SnapshotReason): Promise<void>;
  versions(id?: string): Promise<readonly DocumentVersion[]>;
  /** False when the version cannot be read. */
  restoreVersion(version: DocumentVersion): Promise<boolean>;
  list(): Promise<readonly DocumentSummary[]>;
  /** False when the document is not there or cannot be read. */
  rename(id: string, title: string): Promise<boolean>;
  /** Deletes; `restore(id)` takes that back, for 30 days. */
  remove(id: string): Promise<void>;
  restore(id: string): Promise<boolean>;
  /** Of a variant, by default the one that is shown; false when there was no room. */
  saveTraining(training: TrainingToSave, variant?: string): Promise<boolean>;
  /** The newest training of a variant, by default the shown one; `fits` when the graph is still the same. */
  loadTraining(
    variant?: string,
  ): Promise<{ readonly training: StoredTraining; readonly fits: boolean } | null>;
  /** What the board trains of a variant, beside what the lab trained of it. */
  saveBoardTraining(
    training: Omit<TrainingToSave, 'document'>,
    variant: string,
    fingerprint: string,
  ): Promise<boolean>;
  /** Null where none is under way with that fingerprint. */
  loadBoardTraining(variant: string, fingerprint: string): Promise<StoredTraining | null>;
  forgetBoardTrainings(variants: readonly string[]): Promise<void>;
  /** Those of the variant that is shown. */
  forgetTrainings(): Promise<void>;
  dispose(): void;
}

export interface TrainingToSave {
  /** As it was trained; it may have been edited since. */
  readonly document: GraphDocument;
  readonly checkpoint: Checkpoint;
  readonly progress: TrainProgress;
  readonly summary: TrainSummary | null;
}

/** The state of saving in a few words, with how much it matters. */
export function describeSave({ storage, ownership, save, outdated }: WorkspaceState): {
  readonly tone: 'ok' | 'busy' | 'warning' | 'error';
  readonly text: string;
} {
  if (save.kind === 'failed') return { tone: 'error', text: save.message };
  if (outdated) {
    return { tone: 'error', text: 'A newer Patchbay is open in another tab. Reload this page.' };
  }
  if (storage.kind === 'opening') {
    return storage.blocked
      ? { tone: 'warning', text: 'Close the other Patchbay tabs to go on.' }
      : { tone: 'busy', text: 'Opening' };
  }
  if (storage.kind === 'memory') {
    return { tone: 'warning', text: `Kept in this tab only. ${storage.reason}` };
  }
  if (ownership === 'reader') return { tone: 'warning', text: 'Open in another tab: read only' };
  return save.kind === 'saved' ? { tone: 'ok', text: 'Saved' } : { tone: 'busy', text: 'Saving' };
}
