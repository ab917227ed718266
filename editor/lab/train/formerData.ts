/** Which data a training was of, where the settings name another by now. */
import {
  type Experiment,
  findDataset,
  type GraphDocument,
  isOwnId,
  titleOfOwnId,
} from '../../../runtime/index';

/** Its title; null where the data is the same, or not known. */
export function formerData(
  trainedOn: GraphDocument | null,
  { dataset }: Experiment,
): string | null {
  const former = trainedOn?.experiment?.dataset;
  if (former === undefined || former === dataset) return null;
  return findDataset(former)?.title ?? (isOwnId(former) ? titleOfOwnId(former) : former);
}
