/** The user's own data on this computer, and the window in which it is added. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import {
  type DatasetInfo,
  datasets,
  type ImportFile,
  knownOwn,
  listOwn,
  type OwnDataset,
  setKnownOwn,
} from '../../../runtime/index';
import { useEditorStore } from '../../store/EditorContext';
import { forgetAnalyses } from '../../store/selectors';

interface OwnState {
  /** The newest first; null before it was looked up. */
  readonly records: readonly OwnDataset[] | null;
  /** Files that were dropped, while the window is open; null while it is not. */
  readonly open: readonly ImportFile[] | null;
  /** Of the records and the window: grows with every drop, so that the same files are read again. */
  readonly drops: number;
}

export const ownData = createStore<OwnState>()(() => ({ records: null, open: null, drops: 0 }));

/** Looks up what is kept: at the start, and whenever it may have changed. */
export async function refreshOwn(): Promise<void> {
  // Where the browser denies storage there is none.
  const records = await listOwn().catch(() => []);
  const known = ownData.getState().records;
  if (known && JSON.stringify(records) === JSON.stringify(known)) return;
  setKnownOwn(records);
  forgetAnalyses();
  ownData.setState({ records });
}

/** Opens "Your data", with files to read at once. */
export function openOwnData(files: readonly ImportFile[] = []): void {
  ownData.setState(({ drops }) => ({ open: files, drops: drops + 1 }));
}

export function closeOwnData(): void {
  ownData.setState({ open: null });
}

/** All data sets that can be trained on here: those of the site, then the user's own. */
export function useOwnDatasets(): readonly DatasetInfo[] {
  const records = useStore(ownData, (state) => state.records);
  return useMemo(() => (records ? [...datasets, ...(knownOwn() ?? [])] : datasets), [records]);
}

/** Keeps the editor's problems in step with what is on this computer. Once a page. */
export function useFollowOwn(): void {
  const store = useEditorStore();
  useEffect(() => {
    // What follows from the document is computed when the state is looked at again.
    const stop = ownData.subscribe((now, before) => {
      if (now.records !== before.records) store.setState({});
    });
    void refreshOwn();
    // Another tab may have added or deleted some.
    const look = () => void refreshOwn();
    window.addEventListener('focus', look);
    return () => {
      stop();
      window.removeEventListener('focus', look);
    };
  }, [store]);
}
