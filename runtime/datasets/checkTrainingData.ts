/** Whether the data that a document is to be trained on fits its graph. */
import type { Diagnostic } from '../graph/diagnostics';
import type { GraphDocument } from '../graph/document';
import { checkFit } from './checkFit';
import { datasets, findDataset } from './registry';
import type { InputNeed } from './types';

/**
 * Warnings, since the graph runs all the same. None for a document that names no experiment, or data
 * that is not known here.
 */
export function checkTrainingData(
  { experiment }: Pick<GraphDocument, 'experiment'>,
  needs: readonly InputNeed[],
): Diagnostic[] {
  const info = experiment && findDataset(experiment.dataset);
  if (!info) return [];
  return checkFit(info, needs, experiment, datasets).map((diagnostic) => ({
    ...diagnostic,
    severity: 'warning',
  }));
}
