/** Which data a training was of, where the settings name another by now. */
import type { Experiment, GraphDocument } from '../../../runtime/index';
import { datasetTitle } from '../data/datasetTitle';

/** Its title; null where the data is the same, or not known. */
export function formerData(
  trainedOn: GraphDocument | null,
  { dataset }: Experiment,
): string | null {
  const former = trainedOn?.experiment?.dataset;
  return former === undefined || former === dataset ? null : datasetTitle(former);
}
