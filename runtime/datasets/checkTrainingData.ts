/** Whether the data that a document is to be trained on fits its graph. */
import type { Diagnostic } from '../graph/diagnostics';
import type { GraphDocument } from '../graph/document';
import { checkFit } from './checkFit';
import { knownOwn } from './own/knownOwn';
import { isOwnId } from './own/ownId';
import { missingOwn } from './own/ownInfo';
import { datasets, findDataset } from './registry';
import type { InputNeed } from './types';

/**
 * Warnings, since the graph runs all the same. None for a document that names no experiment, or data
 * that nobody knows; the user's own data is told where it is not on this computer.
 */
export function checkTrainingData(
  { experiment }: Pick<GraphDocument, 'experiment'>,
  needs: readonly InputNeed[],
): Diagnostic[] {
  const info = experiment && findDataset(experiment.dataset);
  if (!info) {
    const missing = experiment && isOwnId(experiment.dataset) && knownOwn() !== null;
    return missing ? [{ ...missingOwn(experiment.dataset), severity: 'warning' }] : [];
  }
  return checkFit(info, needs, experiment, datasets).map((diagnostic) => ({
    ...diagnostic,
    severity: 'warning',
  }));
}
