/** How many examples a training goes through in an epoch: as the worker found, or as is known before. */
import { useStore } from 'zustand';
import { type Experiment, findDataset, type InputNeed } from '../../../runtime/index';
import { dataKey } from '../data/dataReports';
import { useController } from '../labContext';

/** Null where it depends on the graph and was not asked yet. */
export function useTrainExamples(
  { dataset }: Experiment,
  needs: readonly InputNeed[],
): number | null {
  const { data } = useController();
  const key = dataKey(dataset, needs);
  const state = useStore(data.store, ({ states }) => states[key]);
  const known = state?.kind === 'known' ? state.report.sizes : findDataset(dataset)?.sizes;
  return known?.train ?? null;
}
