/** What a data set is called, also where it is not on this computer. */
import { findDataset, isOwnId, titleOfOwnId } from '../../../runtime/index';

export function datasetTitle(id: string): string {
  return findDataset(id)?.title ?? (isOwnId(id) ? titleOfOwnId(id) : id);
}
