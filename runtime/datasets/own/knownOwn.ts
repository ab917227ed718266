/** The user's own data that this thread knows of, so that it is found by id as any other. */
import type { DatasetInfo } from '../types';
import { toDatasetInfo } from './ownInfo';
import type { OwnDataset } from './types';

let known: readonly DatasetInfo[] | null = null;

/** What is kept on this computer, whenever that changes. */
export function setKnownOwn(records: readonly OwnDataset[]): void {
  known = records.map(toDatasetInfo);
}

/** Null while it is not known what there is. */
export function knownOwn(): readonly DatasetInfo[] | null {
  return known;
}
